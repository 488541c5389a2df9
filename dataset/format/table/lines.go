package table

// tallied counts lines of one kind, and remembers the first few.
type tallied struct {
	count   int
	lines   []int
	example string
}

// mostNamed is how many lines a remark names.
const mostNamed = 5

func (t *tallied) add(line int, text []byte) {
	if t.count == 0 {
		t.example = shorten(string(text[:min(len(text), 400)]))
	}
	if t.count++; len(t.lines) < mostNamed {
		t.lines = append(t.lines, line)
	}
}

// join adds what a later part of the file, shift lines down, has.
func (t *tallied) join(u tallied, shift int) {
	if t.count == 0 {
		t.example = u.example
	}
	t.count += u.count
	for _, line := range u.lines {
		if len(t.lines) < mostNamed {
			t.lines = append(t.lines, line+shift)
		}
	}
}

// indexed is what one pass over the lines of a text finds.
type indexed struct {
	spans []span
	jumps []jump
	lines int // of the text

	start, end int // of what is looked at

	short, long, surplus, unclosed    tallied
	comments, repeated, rulers, whole tallied
	joined, spanning, foreign, parted tallied
	tooLong                           int // a line of more than mostLine bytes, or 0
	wasted                            int // bytes looked through for quotes that end nothing
	blanks                            int // rows of delimiters alone since the last other row
}

// kinds lists the tallies in a fixed order.
func (x *indexed) kinds() []*tallied {
	return []*tallied{&x.short, &x.long, &x.surplus, &x.unclosed, &x.comments, &x.repeated, &x.rulers, &x.whole, &x.joined, &x.spanning, &x.foreign, &x.parted}
}

// lost is the number of lines that could not be read.
func (x *indexed) lost() int { return x.long.count + x.foreign.count }

// join appends what the part behind found.
func (x *indexed) join(y *indexed) {
	for _, j := range y.jumps {
		x.jumps = append(x.jumps, jump{j.row + len(x.spans), j.line + x.lines})
	}
	mine := x.kinds()
	for k, t := range y.kinds() {
		mine[k].join(*t, x.lines)
	}
	if y.tooLong > 0 && x.tooLong == 0 {
		x.tooLong = y.tooLong + x.lines
	}
	if len(y.spans) == y.blanks {
		x.blanks += y.blanks
	} else {
		x.blanks = y.blanks
	}
	x.spans = append(x.spans, y.spans...)
	x.lines += y.lines
}
