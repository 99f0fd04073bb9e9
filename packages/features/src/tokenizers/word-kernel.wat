;; Finds the words of a text of Latin-1 characters: the same as ascii-words.ts and word-scanner.ts find, 16 bytes at
;; a time. `node tools/wat.mjs` makes word-kernel.wasm.ts of it.
;;
;; Nibble lookup of character classes and bit masks of what they say: Langdale & Lemire (2019), Parsing gigabytes of
;; JSON per second, sections 3.1.1 and 3.1.2.
(module
  (memory (export "memory") 16)

  ;; Where things are. A text has at most `most` characters; behind it there is room for two blocks of zeros.
  (global $classes (export "classes") i32 (i32.const 0))    ;; 32 bytes: for each lower and each upper half of a byte, classes
  (global $text (export "text") i32 (i32.const 256))
  (global $most (export "most") i32 (i32.const 65536))
  (global $units (export "units") i32 (i32.const 66048))    ;; 16 bits each
  (global $bounds i32 (i32.const 197632))                   ;; 32 bits each, like all that follow
  (global $tokens (export "tokens") i32 (i32.const 21856))  ;; how many numbers each of the following has room for
  (global $from (export "from") i32 (i32.const 459840))
  (global $to (export "to") i32 (i32.const 547264))
  (global $low (export "low") i32 (i32.const 634688))
  (global $high (export "high") i32 (i32.const 722112))
  (global $start (export "start") i32 (i32.const 809536))
  (global $end (export "end") i32 (i32.const 896960))

  ;; Finds the words of the `length` bytes at `text`, and gives how many there are.
  (func (export "scan") (param $length i32) (param $lowercase i32) (result i32)
    (call $cut (call $find_bounds (local.get $length)
      (i8x16.splat (select (i32.const 0x20) (i32.const 0) (local.get $lowercase))))))

  ;; Replaces what is no part of a word by zeros, and capitals by small letters; writes the units; and writes where
  ;; words start and end to `bounds`, whose end it gives. Of 64 bytes at a time it makes a number with a bit for each.
  (func $find_bounds (param $length i32) (param $case v128) (result i32)
    (local $at i32) (local $stop i32) (local $k i32) (local $unit i32) (local $bound i32) (local $place i32)
    (local $bytes v128) (local $word v128) (local $lower v128) (local $upper v128)
    (local $mask i64) (local $edges i64) (local $before i64)
    (local.set $lower (v128.load (global.get $classes)))
    (local.set $upper (v128.load offset=16 (global.get $classes)))
    (local.set $at (global.get $text))
    (local.set $stop (i32.add (global.get $text) (local.get $length)))
    (memory.fill (local.get $stop) (i32.const 0) (i32.const 128))
    (local.set $unit (global.get $units))
    (local.set $bound (global.get $bounds))
    (local.set $place (i32.const 0))
    (loop $blocks
      (local.set $mask (i64.const 0))
      (local.set $k (i32.const 0))
      (loop $vectors
        (local.set $bytes (v128.load (local.get $at)))
        ;; A byte is part of a word when its two halves have a class in common.
        (local.set $word (i8x16.ne
          (v128.and
            (i8x16.swizzle (local.get $lower) (v128.and (local.get $bytes) (i8x16.splat (i32.const 15))))
            (i8x16.swizzle (local.get $upper) (i8x16.shr_u (local.get $bytes) (i32.const 4))))
          (v128.const i64x2 0 0)))
        ;; A–Z, and À–Þ of which × is no part of a word, have small letters 32 behind them.
        (local.set $bytes (v128.and (local.get $word)
          (v128.or (local.get $bytes)
            (v128.and (local.get $case)
              (v128.or
                (i8x16.lt_u (i8x16.sub (local.get $bytes) (i8x16.splat (i32.const 0x41))) (i8x16.splat (i32.const 26)))
                (i8x16.lt_u (i8x16.sub (local.get $bytes) (i8x16.splat (i32.const 0xc0))) (i8x16.splat (i32.const 31))))))))
        (v128.store (local.get $at) (local.get $bytes))
        (v128.store (local.get $unit) (i16x8.extend_low_i8x16_u (local.get $bytes)))
        (v128.store offset=16 (local.get $unit) (i16x8.extend_high_i8x16_u (local.get $bytes)))
        (local.set $mask (i64.or (local.get $mask)
          (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $word))) (i64.extend_i32_u (local.get $k)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $unit (i32.add (local.get $unit) (i32.const 32)))
        (br_if $vectors (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 16))) (i32.const 64))))
      ;; Bits that differ from the one before.
      (local.set $edges (i64.xor (local.get $mask) (i64.or (i64.shl (local.get $mask) (i64.const 1)) (local.get $before))))
      (local.set $before (i64.shr_u (local.get $mask) (i64.const 63)))
      (block $none
        (br_if $none (i64.eqz (local.get $edges)))
        (loop $bits
          (i32.store (local.get $bound) (i32.add (local.get $place) (i32.wrap_i64 (i64.ctz (local.get $edges)))))
          (local.set $bound (i32.add (local.get $bound) (i32.const 4)))
          (local.set $edges (i64.and (local.get $edges) (i64.sub (local.get $edges) (i64.const 1))))
          (br_if $bits (i32.eqz (i64.eqz (local.get $edges))))))
      (local.set $place (i32.add (local.get $place) (i32.const 64)))
      ;; One block more than the text has, or a word at its end would have none.
      (br_if $blocks (i32.le_u (local.get $at) (local.get $stop))))
    (local.get $bound))

  ;; Writes the words between the bounds, which end at `stop`, with their keys, and gives how many there are.
  (func $cut (param $stop i32) (result i32)
    (local $bound i32) (local $first i32) (local $last i32) (local $size i32) (local $count i32) (local $at i32)
    (local $key i64) (local $hash i32) (local $behind i32)
    (local.set $bound (global.get $bounds))
    (local.set $count (i32.const 0))
    (block $done
      (loop $words
        (br_if $done (i32.ge_u (local.get $bound) (local.get $stop)))
        (local.set $first (i32.load (local.get $bound)))
        (local.set $last (i32.load offset=4 (local.get $bound)))
        (local.set $bound (i32.add (local.get $bound) (i32.const 8)))
        (local.set $size (i32.sub (local.get $last) (local.get $first)))
        (local.set $at (i32.shl (local.get $count) (i32.const 2)))
        (i32.store (i32.add (global.get $from) (local.get $at)) (local.get $first))
        (i32.store (i32.add (global.get $to) (local.get $at)) (local.get $last))
        (i32.store (i32.add (global.get $start) (local.get $at)) (local.get $first))
        (i32.store (i32.add (global.get $end) (local.get $at)) (local.get $last))
        (local.set $key (i64.and
          (i64.load (i32.add (global.get $text) (local.get $first)))
          (i64.shr_u (i64.const -1) (i64.extend_i32_u (i32.shl (i32.sub (i32.const 8) (local.get $size)) (i32.const 3))))))
        (if (i32.or
              (i32.gt_u (local.get $size) (i32.const 8))
              (i32.eqz (i64.eqz (i64.and (local.get $key) (i64.const 0x8080808080808080)))))
          (then
            (local.set $hash (i32.const 0x811c9dc5))
            (local.set $behind (local.get $first))
            (loop $bytes
              (local.set $hash (i32.mul
                (i32.xor (local.get $hash) (i32.load8_u (i32.add (global.get $text) (local.get $behind))))
                (i32.const 0x01000193)))
              (br_if $bytes (i32.lt_u (local.tee $behind (i32.add (local.get $behind) (i32.const 1))) (local.get $last))))
            (local.set $key (i64.or
              (i64.extend_i32_u (local.get $hash))
              (i64.shl (i64.extend_i32_u (i32.or (local.get $size) (i32.const 0x80000000))) (i64.const 32))))))
        (i32.store (i32.add (global.get $low) (local.get $at)) (i32.wrap_i64 (local.get $key)))
        (i32.store (i32.add (global.get $high) (local.get $at)) (i32.wrap_i64 (i64.shr_u (local.get $key) (i64.const 32))))
        ;; A word has at least two characters.
        (local.set $count (i32.add (local.get $count) (i32.gt_u (local.get $size) (i32.const 1))))
        (br $words)))
    (local.get $count))

  ;; Whether the units from `a` on are those of a token that was found and is as long; `i` is four times its number.
  (func (export "equals") (param $a i32) (param $i i32) (result i32)
    (local $b i32) (local $stop i32) (local $last i32)
    (local.set $b (call $unit (global.get $from) (local.get $i)))
    (local.set $stop (call $unit (global.get $to) (local.get $i)))
    (if (i32.ge_u (i32.sub (local.get $stop) (local.get $b)) (i32.const 8))
      (then
        ;; Four units at a time, the last four once more.
        (local.set $stop (i32.sub (local.get $stop) (i32.const 8)))
        (local.set $last (i32.add (local.get $a) (i32.sub (local.get $stop) (local.get $b))))
        (block $differ
          (loop $units
            (br_if $differ (i64.ne (i64.load (local.get $a)) (i64.load (local.get $b))))
            (local.set $a (i32.add (local.get $a) (i32.const 8)))
            (br_if $units (i32.lt_u (local.tee $b (i32.add (local.get $b) (i32.const 8))) (local.get $stop))))
          (return (i64.eq (i64.load (local.get $last)) (i64.load (local.get $stop)))))
        (return (i32.const 0))))
    (block $differ
      (loop $units
        (br_if $differ (i32.ne (i32.load16_u (local.get $a)) (i32.load16_u (local.get $b))))
        (local.set $a (i32.add (local.get $a) (i32.const 2)))
        (br_if $units (i32.lt_u (local.tee $b (i32.add (local.get $b) (i32.const 2))) (local.get $stop))))
      (return (i32.const 1)))
    (i32.const 0))

  ;; Where a bound of a token lies among the units.
  (func $unit (param $bound i32) (param $i i32) (result i32)
    (i32.add (global.get $units) (i32.shl (i32.load (i32.add (local.get $bound) (local.get $i))) (i32.const 1))))
)
