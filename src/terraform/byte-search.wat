;; Looks for a run of bytes at sixteen places at once. src/terraform/byte-search.ts says how it is used.
(module
  ;; Four pages of 64 KiB: the bytes to look through, and those that are read past their end.
  (memory (export "memory") 4)

  ;; The first place from $at on where two given bytes stand in a row and a third one $distance bytes after the first;
  ;; -1 when there is none before $end. What stands past $end is read, too, so that the place may lie there.
  (func (export "find")
    (param $at i32) (param $end i32)
    (param $first i32) (param $second i32) (param $last i32) (param $distance i32)
    (result i32)
    (local $firsts v128) (local $seconds v128) (local $lasts v128) (local $hits v128)
    (local.set $firsts (i8x16.splat (local.get $first)))
    (local.set $seconds (i8x16.splat (local.get $second)))
    (local.set $lasts (i8x16.splat (local.get $last)))
    (block $none
      (loop $next
        (br_if $none (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $hits
          (v128.and
            (v128.and
              (i8x16.eq (v128.load (local.get $at)) (local.get $firsts))
              (i8x16.eq (v128.load offset=1 (local.get $at)) (local.get $seconds)))
            (i8x16.eq (v128.load (i32.add (local.get $at) (local.get $distance))) (local.get $lasts))))
        (if (v128.any_true (local.get $hits))
          (then (return (i32.add (local.get $at) (i32.ctz (i8x16.bitmask (local.get $hits)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.const -1)))
