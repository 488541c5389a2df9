// Package shell writes words so that a POSIX shell takes them as they are.
package shell

import "strings"

// Quoted returns a word in single quotes, whatever is in it.
func Quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// Word returns a word as people type it: in quotes only where it needs them.
func Word(word string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-+=:,@%"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return Quoted(word)
}

// Line returns a command of words, each by Word.
func Line(words ...string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = Word(w)
	}
	return strings.Join(out, " ")
}
