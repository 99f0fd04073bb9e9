;; Counts the words that word-kernel.wat finds, in its memory: the same as document-counter.ts does with interner.ts.
(module
  (import "words" "memory" (memory 16))
  (import "words" "equals" (func $equals (param i32 i32) (result i32)))
  (import "words" "units" (global $units i32))
  (import "words" "from" (global $from i32))
  (import "words" "to" (global $to i32))
  (import "words" "low" (global $low i32))
  (import "words" "high" (global $high i32))

  (global $entries (export "entries") i32 (i32.const 65536)) ;; how many entries there is room for
  (global $ids (export "ids") (mut i32) (i32.const 0))
  (global $counts (export "counts") (mut i32) (i32.const 0))
  (global $free (mut i32) (i32.const 1048576))               ;; where memory is free from

  ;; The table of tokens: slots of 16 bytes, each a key, a token plus one (0 in an empty slot), and where its last
  ;; entry ends. Units and ends of the tokens lie as in an Interner.
  (global $slots (mut i32) (i32.const 0))
  (global $mask (mut i32) (i32.const 0))                     ;; bytes of all slots, less one
  (global $size (export "size") (mut i32) (i32.const 0))
  (global $names (export "names") (mut i32) (i32.const 0))
  (global $named (export "named") (mut i32) (i32.const 0))   ;; how many units are in use
  (global $name_room (mut i32) (i32.const 0))
  (global $ends (export "ends") (mut i32) (i32.const 0))
  (global $end_room (mut i32) (i32.const 0))

  ;; Gives zeroed memory; 0 where there is none.
  (func $room (param $bytes i32) (result i32)
    (local $at i32) (local $missing i32)
    (local.set $at (global.get $free))
    (local.set $missing (i32.sub
      (i32.shr_u (i32.add (i32.add (local.get $at) (local.get $bytes)) (i32.const 65551)) (i32.const 16))
      (memory.size)))
    ;; A module that takes up half of what there can be has room for no more.
    (if (i32.gt_u (local.get $bytes) (i32.const 0x20000000)) (then (return (i32.const 0))))
    (if (i32.gt_u (local.get $at) (i32.const 0x40000000)) (then (return (i32.const 0))))
    (if (i32.gt_s (local.get $missing) (i32.const 0))
      (then (if (i32.lt_s (memory.grow (local.get $missing)) (i32.const 0)) (then (return (i32.const 0))))))
    (global.set $free (i32.and
      (i32.add (i32.add (local.get $at) (local.get $bytes)) (i32.const 15))
      (i32.const -16)))
    (local.get $at))

  ;; Makes an empty table, and says whether there was room.
  (func (export "open") (result i32)
    (global.set $ids (call $room (i32.shl (global.get $entries) (i32.const 2))))
    (global.set $counts (call $room (i32.shl (global.get $entries) (i32.const 2))))
    (global.set $name_room (i32.const 131072))
    (global.set $names (call $room (i32.const 262144)))
    (global.set $end_room (i32.const 16384))
    (global.set $ends (call $room (i32.const 65536)))
    (global.set $mask (i32.const 0x7ffff))
    (global.set $slots (call $room (i32.const 0x80000)))
    (i32.ne (global.get $slots) (i32.const 0)))

  ;; Counts the first `n` tokens found as a document whose entries begin at `first`, where those at `base` are the
  ;; first in memory; gives where they end, or -1 where it must be done without the kernel: for want of room, or
  ;; because tokens crowd.
  (func (export "count") (param $n i32) (param $first i32) (param $base i32) (result i32)
    (local $i i32) (local $slot i32) (local $used i32) (local $entry i32) (local $key i64) (local $is_new i32)
    (local $h i32) (local $low i32) (local $high i32) (local $slots i32) (local $mask i32)
    (local $ids i32) (local $counts i32)
    (local.set $low (global.get $low))
    (local.set $high (global.get $high))
    (local.set $slots (global.get $slots))
    (local.set $mask (global.get $mask))
    (local.set $ids (global.get $ids))
    (local.set $counts (global.get $counts))
    (local.set $used (local.get $first))
    (local.set $n (i32.shl (local.get $n) (i32.const 2)))
    (block $done
      (loop $tokens
        (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
        (local.set $key (i64.or
          (i64.load32_u (i32.add (local.get $low) (local.get $i)))
          (i64.shl (i64.load32_u (i32.add (local.get $high) (local.get $i))) (i64.const 32))))
        ;; Most are short ASCII tokens in the first slot looked at: $home, without a call.
        (local.set $h (i32.xor
          (i32.mul (i32.wrap_i64 (local.get $key)) (i32.const 0x2c1b3c6d))
          (i32.mul (i32.wrap_i64 (i64.shr_u (local.get $key) (i64.const 32))) (i32.const 0x297a2d39))))
        (local.set $h (i32.mul
          (i32.xor (local.get $h) (i32.shr_u (local.get $h) (i32.const 15))) (i32.const 0x85ebca6b)))
        (local.set $slot (i32.add (local.get $slots) (i32.and
          (i32.shl (i32.xor (local.get $h) (i32.shr_u (local.get $h) (i32.const 13))) (i32.const 4))
          (local.get $mask))))
        (if (i32.or
              (i64.ne (i64.load (local.get $slot)) (local.get $key))
              (i64.lt_s (local.get $key) (i64.const 0)))
          (then
            (local.set $slot (call $find (local.get $key) (local.get $i)))
            (if (i32.eqz (local.get $slot)) (then (return (i32.const -1))))
            (local.set $slots (global.get $slots))
            (local.set $mask (global.get $mask))))
        ;; An entry that ends behind `first` is this document's. Which are cannot be predicted, so there is no branch.
        (local.set $entry (i32.load offset=12 (local.get $slot)))
        (local.set $is_new (i32.le_u (local.get $entry) (local.get $first)))
        (local.set $h (i32.sub (i32.const 0) (local.get $is_new)))
        (local.set $used (i32.add (local.get $used) (local.get $is_new)))
        (local.set $entry (i32.xor (local.get $entry) (i32.and (local.get $h)
          (i32.xor (local.get $entry) (local.get $used)))))
        (i32.store offset=12 (local.get $slot) (local.get $entry))
        (local.set $entry (i32.shl (i32.sub (i32.sub (local.get $entry) (i32.const 1)) (local.get $base)) (i32.const 2)))
        (i32.store (i32.add (local.get $ids) (local.get $entry))
          (i32.sub (i32.load offset=8 (local.get $slot)) (i32.const 1)))
        (local.set $entry (i32.add (local.get $counts) (local.get $entry)))
        (i32.store (local.get $entry) (i32.add (i32.const 1) (i32.and
          (i32.load (local.get $entry)) (i32.xor (local.get $h) (i32.const -1)))))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br $tokens)))
    (local.get $used))

  ;; The slot of a token, which is added when it is new; 0 as above.
  (func $find (param $key i64) (param $i i32) (result i32)
    (local $slot i32) (local $passed i32) (local $token i32)
    (local.set $slot (call $home (local.get $key)))
    (loop $probe
      (local.set $token (i32.load offset=8 (i32.add (global.get $slots) (local.get $slot))))
      (if (i32.eqz (local.get $token))
        (then (return (call $add (i32.add (global.get $slots) (local.get $slot)) (local.get $key) (local.get $i)))))
      (if (i64.eq (i64.load (i32.add (global.get $slots) (local.get $slot))) (local.get $key))
        (then
          ;; The keys of short ASCII tokens, which are not negative, are all there is to compare.
          (if (i64.ge_s (local.get $key) (i64.const 0))
            (then (return (i32.add (global.get $slots) (local.get $slot)))))
          (if (call $equals
                (i32.add (global.get $names) (i32.shl (call $begin (local.get $token)) (i32.const 1)))
                (local.get $i))
            (then (return (i32.add (global.get $slots) (local.get $slot)))))))
      (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 16)) (global.get $mask)))
      (br_if $probe (i32.le_u (local.tee $passed (i32.add (local.get $passed) (i32.const 1))) (i32.const 256))))
    (i32.const 0))

  ;; Where the token of a key is looked for first: quickHash of interner.ts.
  (func $home (param $key i64) (result i32)
    (local $h i32)
    (local.set $h (i32.xor
      (i32.mul (i32.wrap_i64 (local.get $key)) (i32.const 0x2c1b3c6d))
      (i32.mul (i32.wrap_i64 (i64.shr_u (local.get $key) (i64.const 32))) (i32.const 0x297a2d39))))
    (local.set $h (i32.mul
      (i32.xor (local.get $h) (i32.shr_u (local.get $h) (i32.const 15))) (i32.const 0x85ebca6b)))
    (i32.and
      (i32.shl (i32.xor (local.get $h) (i32.shr_u (local.get $h) (i32.const 13))) (i32.const 4))
      (global.get $mask)))

  ;; Where a bound of the `i`th token found lies among the units.
  (func $unit (param $bound i32) (param $i i32) (result i32)
    (i32.add (global.get $units) (i32.shl (i32.load (i32.add (local.get $bound) (local.get $i))) (i32.const 1))))

  ;; Where the units of a token, plus one, begin among all.
  (func $begin (param $token i32) (result i32)
    (if (i32.eq (local.get $token) (i32.const 1)) (then (return (i32.const 0))))
    (i32.load (i32.add (global.get $ends) (i32.shl (i32.sub (local.get $token) (i32.const 2)) (i32.const 2)))))

  ;; Adds the `i`th token found, and gives its slot; 0 for want of room.
  (func $add (param $slot i32) (param $key i64) (param $i i32) (result i32)
    (local $from i32) (local $bytes i32)
    (local.set $from (call $unit (global.get $from) (local.get $i)))
    (local.set $bytes (i32.sub (call $unit (global.get $to) (local.get $i)) (local.get $from)))
    (if (i32.eqz (call $make_room (i32.shr_u (local.get $bytes) (i32.const 1)))) (then (return (i32.const 0))))
    (memory.copy
      (i32.add (global.get $names) (i32.shl (global.get $named) (i32.const 1)))
      (local.get $from) (local.get $bytes))
    (global.set $named (i32.add (global.get $named) (i32.shr_u (local.get $bytes) (i32.const 1))))
    (i32.store (i32.add (global.get $ends) (i32.shl (global.get $size) (i32.const 2))) (global.get $named))
    (global.set $size (i32.add (global.get $size) (i32.const 1)))
    (i64.store (local.get $slot) (local.get $key))
    (i32.store offset=8 (local.get $slot) (global.get $size))
    ;; At most half of the slots are full.
    (if (i32.le_u (i32.shl (global.get $size) (i32.const 5)) (global.get $mask)) (then (return (local.get $slot))))
    (if (i32.eqz (call $lay_out)) (then (return (i32.const 0))))
    (call $find (local.get $key) (local.get $i)))

  ;; Makes room for one more token of so many units.
  (func $make_room (param $units i32) (result i32)
    (local $moved i32)
    (if (i32.gt_u (i32.add (global.get $named) (local.get $units)) (global.get $name_room))
      (then
        (local.set $moved (call $room (i32.shl (i32.add (global.get $name_room) (local.get $units)) (i32.const 2))))
        (if (i32.eqz (local.get $moved)) (then (return (i32.const 0))))
        (memory.copy (local.get $moved) (global.get $names) (i32.shl (global.get $named) (i32.const 1)))
        (global.set $names (local.get $moved))
        (global.set $name_room (i32.shl (i32.add (global.get $name_room) (local.get $units)) (i32.const 1)))))
    (if (i32.eq (global.get $size) (global.get $end_room))
      (then
        (local.set $moved (call $room (i32.shl (global.get $end_room) (i32.const 3))))
        (if (i32.eqz (local.get $moved)) (then (return (i32.const 0))))
        (memory.copy (local.get $moved) (global.get $ends) (i32.shl (global.get $size) (i32.const 2)))
        (global.set $ends (local.get $moved))
        (global.set $end_room (i32.shl (global.get $end_room) (i32.const 1)))))
    (i32.const 1))

  ;; Lays the table out anew in twice the slots.
  (func $lay_out (result i32)
    (local $at i32) (local $stop i32) (local $to i32) (local $slots i32)
    (local.set $slots (call $room (i32.shl (i32.add (global.get $mask) (i32.const 1)) (i32.const 1))))
    (if (i32.eqz (local.get $slots)) (then (return (i32.const 0))))
    (local.set $at (global.get $slots))
    (local.set $stop (i32.add (i32.add (global.get $slots) (global.get $mask)) (i32.const 1)))
    (global.set $slots (local.get $slots))
    (global.set $mask (i32.or (i32.shl (global.get $mask) (i32.const 1)) (i32.const 1)))
    (loop $move
      (if (i32.load offset=8 (local.get $at))
        (then
          (local.set $to (call $home (i64.load (local.get $at))))
          (block $found
            (loop $probe
              (br_if $found (i32.eqz (i32.load offset=8 (i32.add (local.get $slots) (local.get $to)))))
              (local.set $to (i32.and (i32.add (local.get $to) (i32.const 16)) (global.get $mask)))
              (br $probe)))
          (v128.store (i32.add (local.get $slots) (local.get $to)) (v128.load (local.get $at)))))
      (br_if $move (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $stop))))
    (i32.const 1))
)
