; ShadowMig micro-guest: a 64 KiB x86-64 BIOS image that is its own workload.
;
; It dirties memory as the host asked (fw_cfg file opt/shadowmig/workload), beats on
; COM1, and checks all the time that no page it owns went missing or back in time.
; README.md has the workload keys, the serial protocol and what the check cannot see.
;
;   boot.inc      reset vector to long mode, then down to ring 3
;   traps.inc     the little that stays in ring 0: sleep, timer tick, panic
;   clock.inc     calibrated TSC, PIT tick
;   serial.inc    COM1 and line building
;   fwcfg.inc     fw_cfg files, memory map
;   options.inc   workload string to settings, BOOT line
;   memory.inc    window over all RAM, where tables and pages lie
;   content.inc   what every byte of every page must be
;   writer.inc    rate, patterns, writes
;   verify.inc    passes, LOST and OK, injected faults
;
; Everything after boot.inc runs in ring 3 with IOPL 3. Ring 3 is a matter of speed,
; not of protection: KVM without hardware virtualization (kvm_pvm) emulates every
; ring 0 instruction (~0.6 us) but runs ring 3 natively, a factor of thousands.

        default rel

; ---- physical memory below 640 KiB, mapped one to one ---------------------------
STATE           equ 0x08000             ; one page of variables, see struc State
USER_STACK_TOP  equ 0x0a000
TRAP_STACK_TOP  equ 0x0b000
RAM_GDT         equ 0x0b000             ; ltr marks the TSS busy, so not in ROM
TSS             equ 0x0b200
IDT             equ 0x0c000
WORKLOAD_TEXT   equ 0x0d000
WORKLOAD_MAX    equ 0x00fff
LINE            equ 0x0e000
SCRATCH_PAGE    equ 0x0f000             ; verify.inc renders the expected page here
PML4            equ 0x10000
PDPT_IDENTITY   equ 0x11000
PDPT_WINDOW     equ 0x12000
PD_FIRST_GIB    equ 0x13000
PD_ROM          equ 0x14000
PD_WINDOW       equ 0x20000             ; one page per GiB of window
WINDOW_MAX_GIB  equ 64

; ---- addresses fixed by the platform --------------------------------------------
ROM_BASE        equ 0xffff0000
ROM_SIZE        equ 0x10000
FIRST_RAM       equ 0x200000            ; everything below is ours or the PC's
FOUR_GIB        equ 0x100000000
WINDOW          equ 1 << 39             ; PML4 slot 1: RAM without its hole

PAGE_SHIFT      equ 12
PAGE_SIZE       equ 1 << PAGE_SHIFT
PAGE_QWORDS     equ PAGE_SIZE / 8
LARGE_PAGE      equ 2 << 20

UNKNOWN_MAX     equ 8                   ; unknown options BOOT can name

TICK_VECTOR     equ 0x20

; ---- registers that keep their meaning throughout ring 3 ------------------------
;   rbp  STATE
;   r12  random number generator
;   r13  version table: one dword per dirty page
;   r14  pages written since boot; also the sum of all versions, and the only copy
;        of it that no lost memory page can take along
;   r15  page 0 of the checked memory (dirty pages first, then idle ones)

struc State
    .ticks          resq 1              ; PIT interrupts taken (written in ring 0)
    .tsc_hz         resq 1
    .tsc_last       resq 1
    .now            resq 1              ; TSC ticks of guest life, jumps left out
    .can_sleep      resq 1

    .low_end        resq 1              ; end of RAM below 4 GiB
    .high_end       resq 1              ; end of RAM above 4 GiB, 0 if none
    .window_bytes   resq 1
    .file_entry     resb 64             ; one fw_cfg directory entry

    ; the workload, as asked for
    .dirty          resq 1
    .idle           resq 1
    .rate           resq 1
    .pattern        resq 1
    .period         resq 1
    .change         resq 1
    .content        resq 1
    .seed           resq 1
    .beat           resq 1
    .pass_ms        resq 1
    .sleep          resq 1
    .fault          resq 1
    .fault_after    resq 1
    .unknown_count  resq 1
    .unknown        resq UNKNOWN_MAX    ; pointers into WORKLOAD_TEXT

    ; the workload, as worked out
    .dirty_pages    resq 1
    .all_pages      resq 1
    .seed_mix       resq 1
    .stamp_mask     resq 1
    .tail_offset    resq 1
    .tail_mask      resq 1
    .tail_step      resq 1
    .end_step       resq 1
    .repeat_mask    resq 1
    .hot_pages      resq 1
    .hot_base       resq 1
    .next_page      resq 1
    .batch          resq 1
    .period_ticks   resq 1
    .tick_ms        resq 1
    .half_tick      resq 1
    .pick           resq 1
    .write_credit   resq 1              ; in pages * tsc_hz

    .beat_ticks     resq 1
    .next_beat      resq 1
    .beat_sequence  resq 1

    .written        resq 1              ; r14 again: tells a stale State from a sound one
    .pass           resq 1
    .cursor         resq 1
    .pass_sum       resq 1
    .pass_lost      resq 1
    .pass_cost      resq 1              ; credit one page check costs
    .verify_credit  resq 1
    .verify_budget  resq 1              ; TSC ticks verification may still use, signed
    .fault_at       resq 1
endstruc
%if State_size > PAGE_SIZE
  %error "State outgrew its page"
%endif

%define S(field) rbp + State. %+ field

        org ROM_BASE
rom_start:
%include "boot.inc"
        bits 64
%include "serial.inc"
%include "traps.inc"
%include "clock.inc"

; ---- ring 3 starts here ----------------------------------------------------------
main:
        call serial_setup
        call read_memory_map
        call read_workload
        call map_window
        call lay_out_memory
        call clock_setup
        call tick_setup
        call say_boot
        call content_setup
        call fill_memory
        call writer_setup
        call verify_setup
        call clock_start

.loop:  call check_state
        call clock_advance              ; rax = TSC ticks since the last round
        push rax
        mov rdi, rax
        call write_due
        pop rdi
        mov rbx, rax
        call verify_due
        or rbx, rax
        call beat_due
        test rbx, rbx                   ; more to do right now?
        jnz .loop
        call rest
        jmp .loop

beat_due:
        mov rax, [S(now)]
        add rax, [S(half_tick)]         ; rather half a tick early than a whole one late
        cmp rax, [S(next_beat)]
        jb .done
        mov rcx, [S(next_beat)]
        add rcx, [S(beat_ticks)]
        cmp rcx, [S(now)]
        jae .set                        ; after a stall start anew, never catch up
        mov rcx, [S(now)]
        add rcx, [S(beat_ticks)]
.set:   mov [S(next_beat)], rcx
        inc qword [S(beat_sequence)]
        LINE_TEXT "BEAT "
        mov rax, [S(beat_sequence)]
        call line_number
        LINE_TEXT " "
        mov rax, r14
        call line_number
        jmp line_end
.done:  ret

%include "fwcfg.inc"
%include "options.inc"
%include "memory.inc"
%include "content.inc"
%include "writer.inc"
%include "verify.inc"

        times ROM_SIZE - 16 - ($ - $$) db 0xf4
        bits 16
reset_vector:
        jmp near real_mode
        times ROM_SIZE - ($ - $$) db 0
