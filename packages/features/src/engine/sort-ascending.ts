/** Sorts the first `count` numbers in place: insertion sort for few, which are most lists, else the engine's. */
export function sortAscending(numbers: Uint32Array, count: number): void {
  if (count > 32) {
    numbers.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const number = numbers[i]!;
    let k = i - 1;
    while (k >= 0 && numbers[k]! > number) {
      numbers[k + 1] = numbers[k]!;
      k--;
    }
    numbers[k + 1] = number;
  }
}
