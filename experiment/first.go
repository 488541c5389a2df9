package experiment

import "lacuna/dataset"

// First draws what the first job of a comparison would get: the split, and the
// mask on the parts of it that it is for. It does not need a method.
func (s Spec) First(d *dataset.Dataset, read MaskReader) (*dataset.Mask, dataset.Split, error) {
	s.Sweep = Sweep{}
	folds, err := s.draw(d, 0, read)
	if err != nil {
		return nil, dataset.Split{}, err
	}
	return folds[0].mask, folds[0].split, nil
}
