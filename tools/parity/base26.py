def base26(n):
    """A number in base 26: digits are letters, and the last is a small one, so that no space is needed."""
    head, rest = "", n // 26
    while rest > 0:
        head = chr(ord("A") + rest % 26) + head
        rest //= 26
    return head + chr(ord("a") + n % 26)
