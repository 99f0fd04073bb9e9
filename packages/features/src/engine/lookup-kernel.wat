;; Finds the n-grams of a vocabulary among the words that stand in the memory of word-kernel.wat: the same as
;; find-columns.ts. lookup-kernel.ts lays the tables out in that memory.
(module
  (import "words" "memory" (memory 16))
  (import "words" "equals" (func $equals (param i32 i32) (result i32)))
  (import "words" "low" (global $low i32))
  (import "words" "high" (global $high i32))

  ;; The table of tokens, as in an Interner: slots of 16 bytes, each a key, a token plus one, and the n-gram that the
  ;; token is by itself plus one. Units and ends of the tokens.
  (global $slots (export "slots") (mut i32) (i32.const 0))
  (global $slotMask (export "slotMask") (mut i32) (i32.const 0))   ;; bytes of all slots, less one
  (global $names (export "names") (mut i32) (i32.const 0))
  (global $ends (export "ends") (mut i32) (i32.const 0))

  ;; The table of n-grams with one more token, as in an EdgeTable.
  (global $edges (export "edges") (mut i32) (i32.const 0))
  (global $edgeBits (export "edgeBits") (mut i32) (i32.const 0))
  (global $grams (export "grams") (mut i32) (i32.const 0))
  (global $ofGram (export "ofGram") (mut i32) (i32.const 0))
  (global $once (export "once") (mut i32) (i32.const 0))
  (global $twice (export "twice") (mut i32) (i32.const 0))

  ;; N-grams below `features` of the lengths `minN` to `maxN` are hits.
  (global $features (export "features") (mut i32) (i32.const 0))
  (global $minN (export "minN") (mut i32) (i32.const 0))
  (global $maxN (export "maxN") (mut i32) (i32.const 0))

  ;; Room to work in at fixed places, 32 bits for each token, and from where memory is free; what is found.
  (global $ids i32 (i32.const 1048576))
  (global $front i32 (i32.const 1136000))
  (global $at i32 (i32.const 1223424))
  (global $places i32 (i32.const 1310848))
  (global $seen i32 (i32.const 1398272))
  (global (export "free") i32 (i32.const 1485696))
  (global $hits (export "hits") (mut i32) (i32.const 0))
  (global $used (mut i32) (i32.const 0))                           ;; bytes of hits

  ;; Finds the n-grams of the first `n` tokens, each as often as it comes, and gives how many bytes they take; -1 where
  ;; tokens crowd.
  (func (export "find") (param $n i32) (result i32)
    (local $count i32) (local $size i32)
    (if (i32.eqz (call $find_tokens (local.get $n))) (then (return (i32.const -1))))
    (global.set $used (i32.const 0))
    (if (i32.eq (global.get $minN) (i32.const 1)) (then (call $take (local.get $n))))
    (local.set $count (local.get $n))
    (local.set $size (i32.const 2))
    (block $done
      (loop $sizes
        (br_if $done (i32.gt_u (local.get $size) (global.get $maxN)))
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $count (call $lengthen (local.get $n) (local.get $count) (local.get $size)))
        (call $follow (local.get $count))
        (if (i32.ge_u (local.get $size) (global.get $minN)) (then (call $take (local.get $count))))
        (local.set $size (i32.add (local.get $size) (i32.const 1)))
        (br $sizes)))
    (global.get $used))

  ;; Finds the first `n` tokens: the number of each, −1 for unknown ones, and of the n-gram that it is by itself. Loops
  ;; that do not depend on what they find come first, so that the processor waits for many places at a time.
  (func $find_tokens (param $n i32) (result i32)
    (local $i i32) (local $slot i32) (local $key i64) (local $h i32)
    (local $low i32) (local $high i32) (local $slots i32) (local $mask i32)
    (local.set $low (global.get $low))
    (local.set $high (global.get $high))
    (local.set $slots (global.get $slots))
    (local.set $mask (global.get $slotMask))
    (local.set $n (i32.shl (local.get $n) (i32.const 2)))
    (if (i32.eqz (local.get $n)) (then (return (i32.const 1))))
    ;; Where each is looked for first: quickHash of interner.ts.
    (loop $homes
      (local.set $h (i32.xor
        (i32.mul (i32.load (i32.add (local.get $low) (local.get $i))) (i32.const 0x2c1b3c6d))
        (i32.mul (i32.load (i32.add (local.get $high) (local.get $i))) (i32.const 0x297a2d39))))
      (local.set $h (i32.mul
        (i32.xor (local.get $h) (i32.shr_u (local.get $h) (i32.const 15))) (i32.const 0x85ebca6b)))
      (i32.store (i32.add (global.get $places) (local.get $i)) (i32.add (local.get $slots) (i32.and
        (i32.shl (i32.xor (local.get $h) (i32.shr_u (local.get $h) (i32.const 13))) (i32.const 4))
        (local.get $mask))))
      (br_if $homes (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $n))))
    (call $look (local.get $n))
    (local.set $i (i32.const 0))
    (loop $take
      (local.set $slot (i32.load (i32.add (global.get $places) (local.get $i))))
      (local.set $key (i64.or
        (i64.load32_u (i32.add (local.get $low) (local.get $i)))
        (i64.shl (i64.load32_u (i32.add (local.get $high) (local.get $i))) (i64.const 32))))
      ;; Equal keys of short ASCII tokens, which are not negative, are equal tokens.
      (if (i32.or
            (i64.ne (i64.load (local.get $slot)) (local.get $key))
            (i64.lt_s (local.get $key) (i64.const 0)))
        (then
          (local.set $slot (call $probe (local.get $slot) (local.get $key) (local.get $i)))
          (if (i32.eqz (local.get $slot)) (then (return (i32.const 0))))))
      (i32.store (i32.add (global.get $ids) (local.get $i))
        (i32.sub (i32.load offset=8 (local.get $slot)) (i32.const 1)))
      (i32.store (i32.add (global.get $front) (local.get $i))
        (i32.sub (i32.load offset=12 (local.get $slot)) (i32.const 1)))
      (i32.store (i32.add (global.get $at) (local.get $i)) (local.get $i))
      (br_if $take (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $n))))
    (i32.const 1))

  ;; Sees what stands at each of the places, of which there are so many bytes.
  (func $look (param $bytes i32)
    (local $i i32)
    (loop $places
      (i32.store (i32.add (global.get $seen) (local.get $i))
        (i32.load (i32.load (i32.add (global.get $places) (local.get $i)))))
      (br_if $places (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $bytes)))))

  ;; The slot of the token found, or an empty one; 0 when it passes more than tokens that nobody chose do.
  (func $probe (param $slot i32) (param $key i64) (param $i i32) (result i32)
    (local $passed i32) (local $token i32)
    (loop $slots
      (local.set $token (i32.load offset=8 (local.get $slot)))
      (if (i32.eqz (local.get $token)) (then (return (local.get $slot))))
      (if (i64.eq (i64.load (local.get $slot)) (local.get $key))
        (then
          (if (i64.ge_s (local.get $key) (i64.const 0)) (then (return (local.get $slot))))
          (if (call $equals
                (i32.add (global.get $names) (i32.shl (call $begin (local.get $token)) (i32.const 1)))
                (local.get $i))
            (then (return (local.get $slot))))))
      (local.set $slot (i32.add (global.get $slots) (i32.and
        (i32.add (i32.sub (local.get $slot) (global.get $slots)) (i32.const 16))
        (global.get $slotMask))))
      (br_if $slots (i32.le_u (local.tee $passed (i32.add (local.get $passed) (i32.const 1))) (i32.const 256))))
    (i32.const 0))

  ;; Where the units of a token, plus one, begin among all.
  (func $begin (param $token i32) (result i32)
    (if (i32.eq (local.get $token) (i32.const 1)) (then (return (i32.const 0))))
    (i32.load (i32.add (global.get $ends) (i32.shl (i32.sub (local.get $token) (i32.const 2)) (i32.const 2)))))

  ;; Takes those of the first `count` n-grams that are features.
  (func $take (param $count i32)
    (local $k i32) (local $gram i32) (local $used i32) (local $features i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $features (global.get $features))
    (local.set $used (i32.add (global.get $hits) (global.get $used)))
    (local.set $count (i32.shl (local.get $count) (i32.const 2)))
    (loop $grams
      (local.set $gram (i32.load (i32.add (global.get $front) (local.get $k))))
      (i32.store (local.get $used) (local.get $gram))
      ;; What is none is written over by the next; which are cannot be predicted.
      (local.set $used (i32.add (local.get $used)
        (i32.shl (i32.lt_u (local.get $gram) (local.get $features)) (i32.const 2))))
      (br_if $grams (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 4))) (local.get $count))))
    (global.set $used (i32.sub (local.get $used) (global.get $hits))))

  ;; Keeps the known n-grams that have a known token behind their first `size` − 1, and notes where the two are looked
  ;; for first, and the key there. Of the `n` tokens all may be reached.
  (func $lengthen (param $n i32) (param $count i32) (param $size i32) (result i32)
    (local $k i32) (local $i i32) (local $gram i32) (local $token i32) (local $kept i32) (local $ahead i32)
    (local $mask i32) (local $half i32) (local $g i32) (local $t i32)
    (local $edges i32) (local $ofGram i32) (local $once i32) (local $twice i32)
    (local.set $count (i32.shl (local.get $count) (i32.const 2)))
    (local.set $n (i32.shl (local.get $n) (i32.const 2)))
    (local.set $ahead (i32.shl (i32.sub (local.get $size) (i32.const 1)) (i32.const 2)))
    (local.set $mask (i32.sub (i32.shl (i32.const 1) (global.get $edgeBits)) (i32.const 1)))
    (local.set $half (i32.shr_u (global.get $edgeBits) (i32.const 1)))
    (local.set $edges (global.get $edges))
    (local.set $ofGram (global.get $ofGram))
    (local.set $once (global.get $once))
    (local.set $twice (global.get $twice))
    (block $done
      (loop $grams
        (br_if $done (i32.ge_u (local.get $k) (local.get $count)))
        (local.set $i (i32.load (i32.add (global.get $at) (local.get $k))))
        (br_if $done (i32.ge_u (i32.add (local.get $i) (local.get $ahead)) (local.get $n)))
        (local.set $gram (i32.load (i32.add (global.get $front) (local.get $k))))
        (local.set $token (i32.load (i32.add (global.get $ids) (i32.add (local.get $i) (local.get $ahead)))))
        (local.set $g (i32.mul (i32.xor (local.get $gram) (local.get $ofGram)) (i32.const 0x2c1b3c6d)))
        (local.set $g (i32.mul
          (i32.xor (local.get $g) (i32.shr_u (local.get $g) (i32.const 15))) (i32.const 0x297a2d39)))
        (local.set $t (i32.and (i32.mul (local.get $token) (local.get $once)) (local.get $mask)))
        (local.set $t (i32.mul
          (i32.xor (local.get $t) (i32.shr_u (local.get $t) (local.get $half))) (local.get $twice)))
        (i32.store (i32.add (global.get $at) (local.get $kept)) (local.get $i))
        (i32.store (i32.add (global.get $front) (local.get $kept)) (local.get $gram))
        (i32.store (i32.add (global.get $places) (local.get $kept))
          (i32.add (local.get $edges) (i32.shl
            (i32.and
              (i32.add (i32.xor (local.get $g) (i32.shr_u (local.get $g) (i32.const 15))) (local.get $t))
              (local.get $mask))
            (i32.const 3))))
        (local.set $kept (i32.add (local.get $kept)
          (i32.shl (i32.ge_s (i32.or (local.get $gram) (local.get $token)) (i32.const 0)) (i32.const 2))))
        (local.set $k (i32.add (local.get $k) (i32.const 4)))
        (br $grams)))
    (i32.shr_u (local.get $kept) (i32.const 2)))

  ;; Replaces each of the n-grams kept by what it makes with its token, or −1.
  (func $follow (param $count i32)
    (local $k i32) (local $key i32) (local $place i32) (local $steps i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $count (i32.shl (local.get $count) (i32.const 2)))
    (call $look (local.get $count))
    (loop $grams
      (local.set $key (i32.load (i32.add (global.get $front) (local.get $k))))
      (local.set $place (i32.load (i32.add (global.get $places) (local.get $k))))
      (if (i32.ne (i32.load (i32.add (global.get $seen) (local.get $k))) (local.get $key))
        (then
          (local.set $steps (i32.const 1))
          (block $found
            (loop $probe
              (br_if $found (i32.eqz (i32.load offset=4 (local.get $place))))
              (local.set $place (call $next (local.get $place) (local.get $steps)))
              (local.set $key (i32.add (local.get $key) (global.get $grams)))
              (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
              (br_if $probe (i32.ne (i32.load (local.get $place)) (local.get $key)))))))
      (i32.store (i32.add (global.get $front) (local.get $k))
        (i32.sub (i32.load offset=4 (local.get $place)) (i32.const 1)))
      (br_if $grams (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 4))) (local.get $count)))))

  ;; Goes round the cache line of an edge, and on to the next line when it has been seen.
  (func $next (param $place i32) (param $steps i32) (result i32)
    (local.set $place (i32.or
      (i32.and (local.get $place) (i32.const -64))
      (i32.and (i32.add (local.get $place) (i32.const 8)) (i32.const 63))))
    (if (i32.and (local.get $steps) (i32.const 7)) (then (return (local.get $place))))
    (i32.add (global.get $edges) (i32.and
      (i32.sub (i32.add (local.get $place) (i32.const 64)) (global.get $edges))
      (i32.sub (i32.shl (i32.const 8) (global.get $edgeBits)) (i32.const 1)))))
)
