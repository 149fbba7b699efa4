;; The loops that a mail's time goes into. Places are byte offsets, counts are of numbers.
(module
  (import "loops" "memory" (memory 1))

  ;; The inner product of a row of 8-bit integers and a query of 16-bit integers, in four sums of four, as matching makes
  ;; it some hundred times for a reader with votes. $count is a multiple of 32. Each of the sixteen numbers sums a
  ;; sixteenth of the products, so that it is exact up to 8,000 numbers in a row; they become floats only to be joined.
  (func $dot (export "dot") (param $row i32) (param $query i32) (param $count i32) (result f32)
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

  ;; The ground of walks: what walker.ts says once.
  (global $stride (mut i32) (i32.const 0)) ;; bytes from one row to the next
  (global $query (mut i32) (i32.const 0)) ;; the query, 16-bit integers
  (global $scales (mut i32) (i32.const 0)) ;; the rows' scales, floats
  (global $starts (mut i32) (i32.const 0)) ;; where each paper's paths begin among all, 32-bit integers
  (global $to (mut i32) (i32.const 0)) ;; the papers that paths lead to, 32-bit integers
  (global $rounds (mut i32) (i32.const 0)) ;; the round in which each paper was met last
  (global $papers (mut i32) (i32.const 0)) ;; the papers found
  (global $scores (mut i32) (i32.const 0)) ;; their scores, doubles
  (global $open (mut i32) (i32.const 0)) ;; the scores again, -inf where the walk has gone on

  (func (export "ground")
    (param $stride i32) (param $query i32) (param $scales i32)
    (param $starts i32) (param $to i32) (param $rounds i32)
    (param $papers i32) (param $scores i32) (param $open i32)
    (global.set $stride (local.get $stride))
    (global.set $query (local.get $query))
    (global.set $scales (local.get $scales))
    (global.set $starts (local.get $starts))
    (global.set $to (local.get $to))
    (global.set $rounds (local.get $rounds))
    (global.set $papers (local.get $papers))
    (global.set $scores (local.get $scores))
    (global.set $open (local.get $open)))

  ;; Scores the papers listed from $list up to $end that this round has not met, until $most are found; returns how many are.
  (func $meet (export "meet") (param $list i32) (param $end i32) (param $found i32) (param $most i32)
    (param $round i32) (param $scale f64) (result i32)
    (local $paper i32) (local $met i32) (local $score f64)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $list) (local.get $end)))
        (br_if $done (i32.ge_u (local.get $found) (local.get $most)))
        (local.set $paper (i32.load (local.get $list)))
        (local.set $list (i32.add (local.get $list) (i32.const 4)))
        (local.set $met (i32.add (global.get $rounds) (i32.shl (local.get $paper) (i32.const 2))))
        (br_if $next (i32.eq (i32.load (local.get $met)) (local.get $round)))
        (i32.store (local.get $met) (local.get $round))
        (local.set $score (f64.mul
          (f64.mul
            (f64.promote_f32 (call $dot
              (i32.mul (local.get $paper) (global.get $stride)) (global.get $query) (global.get $stride)))
            (f64.promote_f32 (f32.load
              (i32.add (global.get $scales) (i32.shl (local.get $paper) (i32.const 2))))))
          (local.get $scale)))
        (i32.store (i32.add (global.get $papers) (i32.shl (local.get $found) (i32.const 2))) (local.get $paper))
        (f64.store (i32.add (global.get $scores) (i32.shl (local.get $found) (i32.const 3))) (local.get $score))
        (f64.store (i32.add (global.get $open) (i32.shl (local.get $found) (i32.const 3))) (local.get $score))
        (local.set $found (i32.add (local.get $found) (i32.const 1)))
        (br $next)))
    (local.get $found))

  ;; Goes on from the best of the $found papers that it has not gone on from, until $most are found, none is left, or $enough
  ;; papers have a higher score than the best that is left.
  (func (export "walk") (param $found i32) (param $most i32) (param $enough i32) (param $round i32) (param $scale f64)
    (result i32)
    (local $at i32) (local $end i32) (local $best i32) (local $height f64) (local $better i32) (local $paths i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $found) (local.get $most)))
        (local.set $best (i32.const 0))
        (local.set $height (f64.const -inf))
        (local.set $at (global.get $open))
        (local.set $end (i32.add (local.get $at) (i32.shl (local.get $found) (i32.const 3))))
        (block $seen
          (loop $look
            (br_if $seen (i32.ge_u (local.get $at) (local.get $end)))
            (if (f64.gt (f64.load (local.get $at)) (local.get $height)) (then
              (local.set $height (f64.load (local.get $at)))
              (local.set $best (local.get $at))))
            (local.set $at (i32.add (local.get $at) (i32.const 8)))
            (br $look)))
        (br_if $done (i32.eqz (local.get $best)))
        (local.set $better (i32.const 0))
        (local.set $at (global.get $scores))
        (local.set $end (i32.add (local.get $at) (i32.shl (local.get $found) (i32.const 3))))
        (loop $count
          (local.set $better (i32.add (local.get $better) (f64.gt (f64.load (local.get $at)) (local.get $height))))
          (br_if $count (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end))))
        (br_if $done (i32.ge_u (local.get $better) (local.get $enough)))
        (f64.store (local.get $best) (f64.const -inf))
        (local.set $paths (i32.add (global.get $starts) (i32.shl
          (i32.load (i32.add (global.get $papers)
            (i32.shr_u (i32.sub (local.get $best) (global.get $open)) (i32.const 1))))
          (i32.const 2))))
        (local.set $found (call $meet
          (i32.add (global.get $to) (i32.shl (i32.load (local.get $paths)) (i32.const 2)))
          (i32.add (global.get $to) (i32.shl (i32.load offset=4 (local.get $paths)) (i32.const 2)))
          (local.get $found) (local.get $most) (local.get $round) (local.get $scale)))
        (br $next)))
    (local.get $found))

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

  ;; Adds $factor times its heat, a float, to the score of each of $count papers. A square has its score's sign.
  (func (export "raiseHot") (param $squares i32) (param $papers i32) (param $heats i32) (param $count i32) (param $factor f64)
    (local $end i32) (local $at i32) (local $square f64) (local $score f64)
    (local.set $end (i32.add (local.get $papers) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $papers) (local.get $end)))
        (local.set $at (i32.add (local.get $squares) (i32.shl (i32.load (local.get $papers)) (i32.const 2))))
        (local.set $square (f64.promote_f32 (f32.load (local.get $at))))
        (local.set $score (f64.add
          (f64.copysign (f64.sqrt (f64.abs (local.get $square))) (local.get $square))
          (f64.mul (local.get $factor) (f64.promote_f32 (f32.load (local.get $heats))))))
        (f32.store (local.get $at) (f32.demote_f64 (f64.mul (local.get $score) (f64.abs (local.get $score)))))
        (local.set $papers (i32.add (local.get $papers) (i32.const 4)))
        (local.set $heats (i32.add (local.get $heats) (i32.const 4)))
        (br $next))))

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
