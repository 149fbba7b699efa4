;; The loops in which MiniLM spends its time, in 128-bit SIMD. Products are of 16-bit integers: one `dot_i16x8_s` makes
;; eight of them where 32-bit floats would make four, and 12 bits of each factor keep a vector's cosine above 0.9999.
;; Places are byte offsets; rows are a multiple of 4, columns of 8, depth of 8.
(module
  (import "minilm" "memory" (memory 1))

  ;; out[i][j] = (sum over k of a[i][k] * b[k][j]) * rowScale[i] * columnScale[j] + bias[j]
  ;; a: 16-bit, row by row, `stride` bytes apart. out: 32-bit floats, row by row, `outStride` bytes apart.
  ;; b: 16-bit, in panels of 8 columns, each in pairs along k: [columns / 8][depth / 2][8][2].
  ;; A tile of 4 rows by 8 columns is summed in registers: $l0 $r0 are the left and right half of its first row.
  (func (export "multiply")
    (param $a i32) (param $b i32) (param $out i32) (param $rows i32) (param $columns i32) (param $depth i32)
    (param $rowScale i32) (param $columnScale i32) (param $bias i32) (param $stride i32) (param $outStride i32)
    (local $i i32) (local $j i32) (local $end i32) (local $panel i32) (local $p i32) (local $o i32) (local $scale i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32)
    (local $x v128) (local $b0 v128) (local $b1 v128)
    (local $l0 v128) (local $l1 v128) (local $l2 v128) (local $l3 v128)
    (local $r0 v128) (local $r1 v128) (local $r2 v128) (local $r3 v128)
    (local.set $panel (local.get $b))
    (loop $nextPanel
      (local.set $i (i32.const 0))
      (local.set $a0 (local.get $a))
      (local.set $scale (local.get $rowScale))
      (local.set $o (i32.add (local.get $out) (i32.shl (local.get $j) (i32.const 2))))
      (loop $nextTile
        (local.set $end (i32.add (local.get $a0) (i32.shl (local.get $depth) (i32.const 1))))
        (local.set $a1 (i32.add (local.get $a0) (local.get $stride)))
        (local.set $a2 (i32.add (local.get $a1) (local.get $stride)))
        (local.set $a3 (i32.add (local.get $a2) (local.get $stride)))
        (local.set $p (local.get $panel))
        (local.set $l0 (i32x4.splat (i32.const 0))) (local.set $r0 (local.get $l0))
        (local.set $l1 (i32x4.splat (i32.const 0))) (local.set $r1 (local.get $l1))
        (local.set $l2 (i32x4.splat (i32.const 0))) (local.set $r2 (local.get $l2))
        (local.set $l3 (i32x4.splat (i32.const 0))) (local.set $r3 (local.get $l3))
        (loop $nextPair
          (local.set $b0 (v128.load (local.get $p)))
          (local.set $b1 (v128.load offset=16 (local.get $p)))
          (local.set $x (v128.load32_splat (local.get $a0)))
          (local.set $l0 (i32x4.add (local.get $l0) (i32x4.dot_i16x8_s (local.get $x) (local.get $b0))))
          (local.set $r0 (i32x4.add (local.get $r0) (i32x4.dot_i16x8_s (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a1)))
          (local.set $l1 (i32x4.add (local.get $l1) (i32x4.dot_i16x8_s (local.get $x) (local.get $b0))))
          (local.set $r1 (i32x4.add (local.get $r1) (i32x4.dot_i16x8_s (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a2)))
          (local.set $l2 (i32x4.add (local.get $l2) (i32x4.dot_i16x8_s (local.get $x) (local.get $b0))))
          (local.set $r2 (i32x4.add (local.get $r2) (i32x4.dot_i16x8_s (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a3)))
          (local.set $l3 (i32x4.add (local.get $l3) (i32x4.dot_i16x8_s (local.get $x) (local.get $b0))))
          (local.set $r3 (i32x4.add (local.get $r3) (i32x4.dot_i16x8_s (local.get $x) (local.get $b1))))
          (local.set $a0 (i32.add (local.get $a0) (i32.const 4)))
          (local.set $a1 (i32.add (local.get $a1) (i32.const 4)))
          (local.set $a2 (i32.add (local.get $a2) (i32.const 4)))
          (local.set $a3 (i32.add (local.get $a3) (i32.const 4)))
          (local.set $p (i32.add (local.get $p) (i32.const 32)))
          (br_if $nextPair (i32.lt_u (local.get $a0) (local.get $end))))
        (local.set $x (v128.load32_splat (local.get $scale)))
        (call $store (local.get $o) (local.get $l0) (local.get $r0) (local.get $x) (local.get $j) (local.get $columnScale) (local.get $bias))
        (local.set $o (i32.add (local.get $o) (local.get $outStride)))
        (local.set $x (v128.load32_splat offset=4 (local.get $scale)))
        (call $store (local.get $o) (local.get $l1) (local.get $r1) (local.get $x) (local.get $j) (local.get $columnScale) (local.get $bias))
        (local.set $o (i32.add (local.get $o) (local.get $outStride)))
        (local.set $x (v128.load32_splat offset=8 (local.get $scale)))
        (call $store (local.get $o) (local.get $l2) (local.get $r2) (local.get $x) (local.get $j) (local.get $columnScale) (local.get $bias))
        (local.set $o (i32.add (local.get $o) (local.get $outStride)))
        (local.set $x (v128.load32_splat offset=12 (local.get $scale)))
        (call $store (local.get $o) (local.get $l3) (local.get $r3) (local.get $x) (local.get $j) (local.get $columnScale) (local.get $bias))
        (local.set $o (i32.add (local.get $o) (local.get $outStride)))
        (local.set $a0 (i32.sub (i32.add (local.get $a3) (local.get $stride)) (i32.shl (local.get $depth) (i32.const 1))))
        (local.set $scale (i32.add (local.get $scale) (i32.const 16)))
        (br_if $nextTile (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $rows))))
      (local.set $panel (local.get $p))
      (br_if $nextPanel (i32.lt_s (local.tee $j (i32.add (local.get $j) (i32.const 8))) (local.get $columns)))))

  ;; Eight sums of one row, from column j on, scaled and biased into floats.
  (func $store
    (param $o i32) (param $l v128) (param $r v128) (param $rowScale v128)
    (param $j i32) (param $columnScale i32) (param $bias i32)
    (local.set $j (i32.shl (local.get $j) (i32.const 2)))
    (local.set $columnScale (i32.add (local.get $columnScale) (local.get $j)))
    (local.set $bias (i32.add (local.get $bias) (local.get $j)))
    (v128.store (local.get $o) (f32x4.add (v128.load (local.get $bias))
      (f32x4.mul (f32x4.mul (local.get $rowScale) (v128.load (local.get $columnScale)))
        (f32x4.convert_i32x4_s (local.get $l)))))
    (v128.store offset=16 (local.get $o) (f32x4.add (v128.load offset=16 (local.get $bias))
      (f32x4.mul (f32x4.mul (local.get $rowScale) (v128.load offset=16 (local.get $columnScale)))
        (f32x4.convert_i32x4_s (local.get $r))))))

  ;; Each row of floats as 16-bit integers of at most `limit`, and its scale: float = integer * scale.
  (func (export "quantise")
    (param $x i32) (param $out i32) (param $rowScale i32) (param $rows i32) (param $depth i32) (param $limit f32)
    (local $i i32) (local $p i32) (local $end i32) (local $m v128) (local $most f32)
    (loop $nextRow
      (local.set $end (i32.add (local.get $x) (i32.shl (local.get $depth) (i32.const 2))))
      (local.set $p (local.get $x))
      (local.set $m (f32x4.splat (f32.const 1e-20)))
      (loop $greatest
        (local.set $m (f32x4.pmax (local.get $m) (f32x4.abs (v128.load (local.get $p)))))
        (br_if $greatest (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
      (local.set $most (call $greatestLane (local.get $m)))
      (f32.store (local.get $rowScale) (f32.div (local.get $most) (local.get $limit)))
      (local.set $m (f32x4.splat (f32.div (local.get $limit) (local.get $most))))
      (loop $next
        (v128.store (local.get $out) (i16x8.narrow_i32x4_s
          (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (local.get $m) (v128.load (local.get $x)))))
          (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (local.get $m) (v128.load offset=16 (local.get $x)))))))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 32))) (local.get $end))))
      (local.set $rowScale (i32.add (local.get $rowScale) (i32.const 4)))
      (br_if $nextRow (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $rows)))))

  ;; Each row x in place as e^(x[j] - greatest x) * weight[j], and 1 / (sum of these powers) without the weights.
  (func (export "softmax")
    (param $x i32) (param $weight i32) (param $inverseSum i32) (param $rows i32) (param $columns i32)
    (local $i i32) (local $p i32) (local $w i32) (local $end i32) (local $m v128) (local $e v128) (local $sum v128)
    (loop $nextRow
      (local.set $end (i32.add (local.get $x) (i32.shl (local.get $columns) (i32.const 2))))
      (local.set $p (local.get $x))
      (local.set $m (v128.load (local.get $x)))
      (loop $greatest
        (local.set $m (f32x4.pmax (local.get $m) (v128.load (local.get $p))))
        (br_if $greatest (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
      (local.set $m (f32x4.splat (call $greatestLane (local.get $m))))
      (local.set $sum (f32x4.splat (f32.const 0)))
      (local.set $w (local.get $weight))
      (loop $next
        (local.set $e (call $exp (f32x4.sub (v128.load (local.get $x)) (local.get $m))))
        (local.set $sum (f32x4.add (local.get $sum) (local.get $e)))
        (v128.store (local.get $x) (f32x4.mul (local.get $e) (v128.load (local.get $w))))
        (local.set $w (i32.add (local.get $w) (i32.const 16)))
        (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 16))) (local.get $end))))
      (f32.store (local.get $inverseSum) (f32.div (f32.const 1) (f32.add
        (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
        (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum))))))
      (local.set $inverseSum (i32.add (local.get $inverseSum) (i32.const 4)))
      (br_if $nextRow (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $rows)))))

  ;; GELU in place, by its tanh form x / (1 + e^(-1.5957691 (x + 0.044715 x^3))) (arXiv:1606.08415).
  (func (export "gelu") (param $x i32) (param $count i32)
    (local $end i32) (local $v v128)
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $v (v128.load (local.get $x)))
      (v128.store (local.get $x) (f32x4.div (local.get $v) (f32x4.add (f32x4.splat (f32.const 1))
        (call $exp (f32x4.pmin (f32x4.splat (f32.const 80)) (f32x4.mul (local.get $v)
          (f32x4.sub (f32x4.splat (f32.const -1.5957691))
            (f32x4.mul (f32x4.splat (f32.const 0.0713548)) (f32x4.mul (local.get $v) (local.get $v))))))))))
      (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 16))) (local.get $end)))))

  (func $greatestLane (param $m v128) (result f32)
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $m)) (f32x4.extract_lane 1 (local.get $m)))
      (f32.max (f32x4.extract_lane 2 (local.get $m)) (f32x4.extract_lane 3 (local.get $m)))))

  ;; e^x for x up to 88, as 2^n 2^f with n whole: 2^n by its bits, 2^f by the Taylor series for |f| <= 1/2.
  (func $exp (param $x v128) (result v128)
    (local $n v128)
    (local.set $x (f32x4.pmax (f32x4.splat (f32.const -126)) (f32x4.mul (local.get $x) (f32x4.splat (f32.const 1.442695)))))
    (local.set $n (f32x4.nearest (local.get $x)))
    (local.set $x (f32x4.sub (local.get $x) (local.get $n)))
    (f32x4.mul
      (i32x4.shl (i32x4.add (i32x4.splat (i32.const 127)) (i32x4.trunc_sat_f32x4_s (local.get $n))) (i32.const 23))
      (f32x4.add (f32x4.splat (f32.const 1)) (f32x4.mul (local.get $x)
      (f32x4.add (f32x4.splat (f32.const 0.6931472)) (f32x4.mul (local.get $x)
      (f32x4.add (f32x4.splat (f32.const 0.2402265)) (f32x4.mul (local.get $x)
      (f32x4.add (f32x4.splat (f32.const 0.0555041)) (f32x4.mul (local.get $x)
      (f32x4.add (f32x4.splat (f32.const 0.0096181)) (f32x4.mul (local.get $x)
        (f32x4.splat (f32.const 0.0013334)))))))))))))))
