package nn

// Teacher builds a network once more to be its own teacher: with the same
// parameters, by their names, which its use does not train; on all modalities
// that a record has, where modality dropout takes some of them from the pupil;
// and without any other dropout. What it returns can be the target of
// SoftCrossEntropy (self-distillation from full to missing modalities).
func (g *Graph) Teacher(build func() Tensor) Tensor {
	if g.teaching {
		fail("a teacher within a teacher")
	}
	g.teaching = true
	defer func() { g.teaching = false }()
	return build()
}
