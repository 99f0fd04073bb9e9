;; Decides by a linear model what lookup-kernel.wat has found in a text: the same, bit for bit, as linear-scorer.ts.
(module
  (import "words" "memory" (memory 16))

  ;; What is known of each n-gram that is a feature: column, number of its idf (32 bits each), and coefficients.
  (global $records (export "records") (mut i32) (i32.const 0))
  (global $outputs (export "outputs") (mut i32) (i32.const 0))
  (global $columnBits (export "columnBits") (mut i32) (i32.const 0))
  (global $idf (export "idf") (mut i32) (i32.const 0))
  (global $tf (export "tf") (mut i32) (i32.const 0))               ;; what is made of each count
  (global $norm (export "norm") (mut i32) (i32.const 0))           ;; 0 for none, 1 for L1, 2 for L2
  (global $intercept (export "intercept") (mut i32) (i32.const 0))
  (global $decisions (export "decisions") (mut i32) (i32.const 0))

  ;; Room to work in, 64 bits for each n-gram of a text; `places` has 32.
  (global $keys (export "keys") (mut i32) (i32.const 0))
  (global $spare (export "spare") (mut i32) (i32.const 0))
  (global $values (export "values") (mut i32) (i32.const 0))
  (global $places (export "places") (mut i32) (i32.const 0))
  (global $buckets (export "buckets") (mut i32) (i32.const 0))

  ;; Writes the decisions of a text whose n-grams stand at `hits`, so many bytes of 32 bits each.
  (func (export "decide") (param $hits i32) (param $bytes i32)
    (call $weigh (call $find_runs
      (call $sort (call $find_columns (local.get $hits) (local.get $bytes)))
      (i32.shl (local.get $bytes) (i32.const 1)))))

  ;; Makes keys of the hits, the column above the number of the n-gram, and gives where they end.
  (func $find_columns (param $hit i32) (param $bytes i32) (result i32)
    (local $stop i32) (local $key i32) (local $gram i32) (local $stride i32) (local $records i32)
    (local.set $stop (i32.add (local.get $hit) (local.get $bytes)))
    (local.set $key (global.get $keys))
    (local.set $stride (call $stride))
    (local.set $records (global.get $records))
    (block $done
      (loop $hits
        (br_if $done (i32.ge_u (local.get $hit) (local.get $stop)))
        (local.set $gram (i32.load (local.get $hit)))
        (i32.store (local.get $key) (local.get $gram))
        (i32.store offset=4 (local.get $key)
          (i32.load (i32.add (local.get $records) (i32.mul (local.get $gram) (local.get $stride)))))
        (local.set $hit (i32.add (local.get $hit) (i32.const 4)))
        (local.set $key (i32.add (local.get $key) (i32.const 8)))
        (br $hits)))
    (local.get $key))

  ;; Bytes of a record.
  (func $stride (result i32)
    (i32.shl (i32.add (global.get $outputs) (i32.const 1)) (i32.const 3)))

  ;; Sorts the keys, which end at `stop`, and gives where they are then: ColumnSorter.
  (func $sort (param $stop i32) (result i32)
    (local $bytes i32) (local $shift i32) (local $from i32) (local $to i32)
    (local.set $from (global.get $keys))
    (local.set $bytes (i32.sub (local.get $stop) (local.get $from)))
    (if (i32.le_u (local.get $bytes) (i32.const 256))
      (then
        (call $insert (local.get $from) (local.get $bytes))
        (return (local.get $from))))
    (local.set $to (global.get $spare))
    (if (i32.le_u (local.get $bytes) (i32.const 8192))
      (then
        (local.set $shift (select
          (i32.sub (global.get $columnBits) (i32.const 9)) (i32.const 0)
          (i32.gt_u (global.get $columnBits) (i32.const 9))))
        (call $pass (local.get $from) (local.get $to) (local.get $bytes) (local.get $shift) (i32.const 511))
        (call $insert (local.get $to) (local.get $bytes))
        (return (local.get $to))))
    (loop $digits
      (call $pass (local.get $from) (local.get $to) (local.get $bytes) (local.get $shift) (i32.const 255))
      (local.set $from (local.get $to))
      (local.set $to (i32.sub (i32.add (global.get $keys) (global.get $spare)) (local.get $to)))
      (br_if $digits (i32.lt_u
        (local.tee $shift (i32.add (local.get $shift) (i32.const 8))) (global.get $columnBits))))
    (local.get $from))

  (func $pass (param $from i32) (param $to i32) (param $bytes i32) (param $shift i32) (param $mask i32)
    (local $at i32) (local $bucket i32) (local $sum i32) (local $size i32) (local $stop i32) (local $buckets i32)
    (local.set $buckets (global.get $buckets))
    (memory.fill (local.get $buckets) (i32.const 0) (i32.const 2048))
    (local.set $stop (i32.add (local.get $from) (local.get $bytes)))
    (local.set $at (local.get $from))
    (loop $count
      (local.set $bucket (i32.add (local.get $buckets) (i32.shl
        (i32.and (i32.shr_u (i32.load offset=4 (local.get $at)) (local.get $shift)) (local.get $mask))
        (i32.const 2))))
      (i32.store (local.get $bucket) (i32.add (i32.load (local.get $bucket)) (i32.const 8)))
      (br_if $count (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $stop))))
    (local.set $sum (local.get $to))
    (local.set $mask (i32.shl (local.get $mask) (i32.const 2)))
    (local.set $bucket (local.get $buckets))
    (loop $starts
      (local.set $size (i32.load (local.get $bucket)))
      (i32.store (local.get $bucket) (local.get $sum))
      (local.set $sum (i32.add (local.get $sum) (local.get $size)))
      (br_if $starts (i32.le_u
        (local.tee $bucket (i32.add (local.get $bucket) (i32.const 4)))
        (i32.add (local.get $buckets) (local.get $mask)))))
    (local.set $at (local.get $from))
    (loop $move
      (local.set $bucket (i32.add (local.get $buckets) (i32.and
        (i32.shl (i32.shr_u (i32.load offset=4 (local.get $at)) (local.get $shift)) (i32.const 2))
        (local.get $mask))))
      (local.set $size (i32.load (local.get $bucket)))
      (i64.store (local.get $size) (i64.load (local.get $at)))
      (i32.store (local.get $bucket) (i32.add (local.get $size) (i32.const 8)))
      (br_if $move (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $stop)))))

  ;; Sorts by insertion.
  (func $insert (param $from i32) (param $bytes i32)
    (local $at i32) (local $stop i32) (local $hole i32) (local $key i64) (local $before i64)
    (local.set $at (local.get $from))
    (local.set $stop (i32.add (local.get $from) (local.get $bytes)))
    (block $done
      (loop $keys
        (br_if $done (i32.ge_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $stop)))
        (local.set $key (i64.load (local.get $at)))
        (local.set $hole (local.get $at))
        (block $here
          (loop $shift
            (br_if $here (i32.le_u (local.get $hole) (local.get $from)))
            (local.set $before (i64.load (i32.sub (local.get $hole) (i32.const 8))))
            (br_if $here (i64.le_u (local.get $before) (local.get $key)))
            (i64.store (local.get $hole) (local.get $before))
            (local.set $hole (i32.sub (local.get $hole) (i32.const 8)))
            (br $shift)))
        (i64.store (local.get $hole) (local.get $key))
        (br $keys))))

  ;; Finds the runs of equal keys among so many bytes of sorted ones: writes to `values` the n-gram of each and, above
  ;; it, where the run ends; gives how many bytes these take.
  (func $find_runs (param $from i32) (param $bytes i32) (result i32)
    (local $k i32) (local $run i32) (local $key i64) (local $last i64)
    (if (i32.eqz (local.get $bytes)) (then (return (i32.const 0))))
    (local.set $last (i64.load (local.get $from)))
    (local.set $run (global.get $values))
    (loop $keys
      (local.set $key (i64.load (i32.add (local.get $from) (local.get $k))))
      (local.set $k (i32.add (local.get $k) (i32.const 8)))
      ;; One on at a new key, without a branch: which are new cannot be predicted.
      (local.set $run (i32.add (local.get $run)
        (i32.shl (i64.ne (local.get $key) (local.get $last)) (i32.const 3))))
      (i32.store (local.get $run) (i32.wrap_i64 (local.get $key)))
      (i32.store offset=4 (local.get $run) (local.get $k))
      (local.set $last (local.get $key))
      (br_if $keys (i32.lt_u (local.get $k) (local.get $bytes))))
    (i32.add (i32.sub (local.get $run) (global.get $values)) (i32.const 8)))

  ;; Weighs the terms, of which there are so many bytes, and sums them up.
  (func $weigh (param $bytes i32)
    (local $t i32) (local $record i32) (local $stride i32) (local $end i32) (local $before i32) (local $o i32)
    (local $values i32) (local $places i32) (local $records i32) (local $tf i32) (local $idf i32) (local $is_l1 i32)
    (local $weight f64) (local $sum f64) (local $scale f64) (local $decision f64)
    (local.set $values (global.get $values))
    (local.set $places (global.get $places))
    (local.set $records (global.get $records))
    (local.set $tf (global.get $tf))
    (local.set $idf (global.get $idf))
    (local.set $stride (call $stride))
    (local.set $is_l1 (i32.eq (global.get $norm) (i32.const 1)))
    (block $none
      (br_if $none (i32.eqz (local.get $bytes)))
      (loop $terms
        (local.set $record (i32.add (local.get $records)
          (i32.mul (i32.load (i32.add (local.get $values) (local.get $t))) (local.get $stride))))
        (local.set $end (i32.load offset=4 (i32.add (local.get $values) (local.get $t))))
        (local.set $weight (f64.mul
          (f64.load (i32.add (local.get $tf) (i32.sub (local.get $end) (local.get $before))))
          (f64.load (i32.add (local.get $idf) (i32.shl (i32.load offset=4 (local.get $record)) (i32.const 3))))))
        (local.set $before (local.get $end))
        (f64.store (i32.add (local.get $values) (local.get $t)) (local.get $weight))
        (i32.store (i32.add (local.get $places) (i32.shr_u (local.get $t) (i32.const 1))) (local.get $record))
        (local.set $sum (f64.add (local.get $sum) (select
          (f64.abs (local.get $weight))
          (f64.mul (local.get $weight) (local.get $weight))
          (local.get $is_l1))))
        (br_if $terms (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 8))) (local.get $bytes)))))
    (local.set $scale (f64.const 1))
    (if (i32.and (i32.ne (global.get $norm) (i32.const 0)) (f64.ne (local.get $sum) (f64.const 0)))
      (then (local.set $scale (local.get $sum))))
    (if (i32.eq (global.get $norm) (i32.const 2))
      (then (local.set $scale (f64.sqrt (local.get $scale)))))
    (loop $outputs
      (local.set $decision (f64.load (i32.add (global.get $intercept) (local.get $o))))
      (local.set $t (i32.const 0))
      (block $none
        (br_if $none (i32.eqz (local.get $bytes)))
        (loop $terms
          (local.set $decision (f64.add (local.get $decision) (f64.mul
            (f64.load offset=8 (i32.add (local.get $o)
              (i32.load (i32.add (local.get $places) (i32.shr_u (local.get $t) (i32.const 1))))))
            (f64.promote_f32 (f32.demote_f64 (f64.div
              (f64.load (i32.add (local.get $values) (local.get $t)))
              (local.get $scale)))))))
          (br_if $terms (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 8))) (local.get $bytes)))))
      (f64.store (i32.add (global.get $decisions) (local.get $o)) (local.get $decision))
      (br_if $outputs (i32.lt_u
        (local.tee $o (i32.add (local.get $o) (i32.const 8)))
        (i32.shl (global.get $outputs) (i32.const 3))))))
)
