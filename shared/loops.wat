;; The loops that a mail's time goes into. Places are byte offsets, counts are of numbers.
(module
  (import "loops" "memory" (memory 1))

  ;; The inner product of a row of 8-bit integers and a query of 16-bit integers, in four sums of four, as matching makes
  ;; it some hundred times for a reader with votes. $count is a multiple of 32. Each of the sixteen numbers sums a
  ;; sixteenth of the products, so that it is exact up to 8,000 numbers in a row; they become floats only to be joined.
  (func (export "dot") (param $row i32) (param $query i32) (param $count i32) (result f32)
    (local $end i32) (local $sixteen v128) (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    (local.set $end (i32.add (local.get $row) (local.get $count)))
    (loop $next
      (local.set $sixteen (v128.load (local.get $row)))
      (local.set $s0 (i32x4.add (local.get $s0)
        (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $sixteen)) (v128.load (local.get $query)))))
      (local.set $s1 (i32x4.add (local.get $s1)
        (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $sixteen)) (v128.load offset=16 (local.get $query)))))
      (local.set $sixteen (v128.load offset=16 (local.get $row)))
      (local.set $s2 (i32x4.add (local.get $s2)
        (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $sixteen)) (v128.load offset=32 (local.get $query)))))
      (local.set $s3 (i32x4.add (local.get $s3)
        (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $sixteen)) (v128.load offset=48 (local.get $query)))))
      (local.set $query (i32.add (local.get $query) (i32.const 64)))
      (br_if $next
        (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 32))) (local.get $end))))
    (local.set $s0 (f32x4.add
      (f32x4.add (f32x4.convert_i32x4_s (local.get $s0)) (f32x4.convert_i32x4_s (local.get $s1)))
      (f32x4.add (f32x4.convert_i32x4_s (local.get $s2)) (f32x4.convert_i32x4_s (local.get $s3)))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $s0)) (f32x4.extract_lane 1 (local.get $s0)))
      (f32.add (f32x4.extract_lane 2 (local.get $s0)) (f32x4.extract_lane 3 (local.get $s0)))))

  ;; Adds (factor · value)² to each square whose value, a 16-bit integer, is above 0. $count is a multiple of 8.
  (func (export "add") (param $squares i32) (param $values i32) (param $count i32) (param $factor f32)
    (local $end i32) (local $eight v128) (local $part v128) (local $factors v128) (local $zero v128)
    (local.set $end (i32.add (local.get $squares) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $factors (f32x4.splat (local.get $factor)))
    (loop $next
      (local.set $eight (v128.load (local.get $values)))
      (local.set $part (f32x4.pmax (local.get $zero)
        (f32x4.mul (local.get $factors) (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $eight))))))
      (v128.store (local.get $squares) (f32x4.add (v128.load (local.get $squares))
        (f32x4.mul (local.get $part) (local.get $part))))
      (local.set $part (f32x4.pmax (local.get $zero)
        (f32x4.mul (local.get $factors) (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $eight))))))
      (v128.store offset=16 (local.get $squares) (f32x4.add (v128.load offset=16 (local.get $squares))
        (f32x4.mul (local.get $part) (local.get $part))))
      (local.set $values (i32.add (local.get $values) (i32.const 16)))
      (br_if $next
        (i32.lt_u (local.tee $squares (i32.add (local.get $squares) (i32.const 32))) (local.get $end)))))

  ;; How many squares are at least $floor. $count is a multiple of 8.
  (func (export "reach") (param $squares i32) (param $count i32) (param $floor f32) (result i32)
    (local $end i32) (local $floors v128) (local $n v128)
    (local.set $end (i32.add (local.get $squares) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $floors (f32x4.splat (local.get $floor)))
    (loop $next
      (local.set $n (i32x4.sub (local.get $n) (i32x4.add
        (f32x4.ge (v128.load (local.get $squares)) (local.get $floors))
        (f32x4.ge (v128.load offset=16 (local.get $squares)) (local.get $floors)))))
      (br_if $next
        (i32.lt_u (local.tee $squares (i32.add (local.get $squares) (i32.const 32))) (local.get $end))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $n)) (i32x4.extract_lane 1 (local.get $n)))
      (i32.add (i32x4.extract_lane 2 (local.get $n)) (i32x4.extract_lane 3 (local.get $n)))))

  ;; Lists which squares are at least $floor, as 32-bit numbers at $out, and returns how many. $count is a multiple of 4.
  (func (export "list") (param $squares i32) (param $count i32) (param $floor f32) (param $out i32) (result i32)
    (local $at i32) (local $bits i32) (local $next i32) (local $floors v128)
    (local.set $floors (f32x4.splat (local.get $floor)))
    (local.set $next (local.get $out))
    (loop $four
      (local.set $bits (i32x4.bitmask (f32x4.ge (v128.load (local.get $squares)) (local.get $floors))))
      (if (local.get $bits) (then
        (loop $bit
          (i32.store (local.get $next) (i32.add (local.get $at) (i32.ctz (local.get $bits))))
          (local.set $next (i32.add (local.get $next) (i32.const 4)))
          (br_if $bit (local.tee $bits
            (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))))))
      (local.set $squares (i32.add (local.get $squares) (i32.const 16)))
      (br_if $four (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $count))))
    (i32.shr_u (i32.sub (local.get $next) (local.get $out)) (i32.const 2)))

  ;; Adds $factor times a row of 8-bit integers to as many floats. $count is a multiple of 8.
  (func (export "mix") (param $sums i32) (param $row i32) (param $count i32) (param $factor f32)
    (local $end i32) (local $eight v128) (local $factors v128)
    (local.set $end (i32.add (local.get $row) (local.get $count)))
    (local.set $factors (f32x4.splat (local.get $factor)))
    (loop $next
      (local.set $eight (v128.load8x8_s (local.get $row)))
      (v128.store (local.get $sums) (f32x4.add (v128.load (local.get $sums))
        (f32x4.mul (local.get $factors) (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $eight))))))
      (v128.store offset=16 (local.get $sums) (f32x4.add (v128.load offset=16 (local.get $sums))
        (f32x4.mul (local.get $factors) (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $eight))))))
      (local.set $sums (i32.add (local.get $sums) (i32.const 32)))
      (br_if $next
        (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 8))) (local.get $end)))))

  ;; Copies $count bytes from $from to $to.
  (func (export "copy") (param $to i32) (param $from i32) (param $count i32)
    (memory.copy (local.get $to) (local.get $from) (local.get $count))))
