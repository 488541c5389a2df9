package ui

// copy puts words on the clipboard and says so.
func (f *frame) copy(words, what string) {
	f.app.Clipboard().SetContent(words)
	f.status.hint("Copied " + what + ".")
}
