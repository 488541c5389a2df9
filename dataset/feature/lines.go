package feature

// Line says which column a feature is, and how it was brought to scale: the
// feature is (x − Middle) / Scale, or that of log(1 + x).
type Line struct {
	Column        int // of the modality; −1 where the feature is no single column of numbers
	Middle, Scale float64
	Logged        bool
}

// Lines describes the features of modality m, those that Apply makes. Words,
// the weights of terms, gradients and components are no columns of numbers.
func (p *Pipeline) Lines(m int) []Line {
	switch t := p.transforms[m].(type) {
	case *scaling:
		return t.lines()
	case *categorical:
		lines := t.scaling.lines()
		for j := range lines {
			lines[j].Column = -1
		}
		for k, part := range t.parts {
			if part.levels == nil {
				lines[part.at].Column = k
			}
		}
		return lines
	}
	lines := make([]Line, len(p.Modality(m).Columns))
	for j := range lines {
		lines[j].Column = -1
	}
	return lines
}

func (s *scaling) lines() []Line {
	lines := make([]Line, len(s.middle))
	for j := range lines {
		lines[j] = Line{j, s.middle[j], s.scale[j], s.logs}
	}
	return lines
}
