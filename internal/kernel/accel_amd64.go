//go:build !purego

package kernel

import "golang.org/x/sys/cpu"

//go:generate go run -C gen . -out ../asm_amd64.s -stubs ../asm_amd64.go -pkg kernel

// accelerated tells whether the assembly runs here; tests switch it off.
var accelerated = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// wide tells whether products use registers of 512 bits, which gives the same
// bits; tests switch it off.
var wide = accelerated && cpu.X86.HasAVX512F
