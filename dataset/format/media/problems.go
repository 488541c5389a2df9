package media

import (
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// mostListed is how many files with the same sort of trouble are named singly.
const mostListed = 10

// finding is something that was found in some files of a modality.
type finding struct {
	files      []*file // that show it; nil where it holds for the modality
	what, done string
}

// report lists what was found: files that could not be read one by one as far
// as they are few, all else once with a count.
func (s *set) report(kind dataset.Kind, found []finding) []dataset.Problem {
	gone := map[dataset.Cause]*absentees{}
	for _, c := range []dataset.Cause{dataset.NoFile, dataset.Unsupported, dataset.Unreadable, dataset.AllNaN} {
		gone[c] = &absentees{}
	}
	gone[dataset.NoFile] = &s.absent
	for i := range s.files {
		if f := &s.files[i]; f.err != nil && f.err != dataset.ErrPointer {
			gone[f.cause].files = append(gone[f.cause].files, *f)
			gone[f.cause].records += f.records
		}
	}
	list := slices.Concat(
		s.lacking(gone[dataset.NoFile], "%s", say.Mark("do not exist")),
		s.lacking(gone[dataset.Unsupported], "%s", say.Mark("are of a type that is not understood")),
		s.lacking(gone[dataset.Unreadable], say.Mark("the file cannot be decoded: %s"), say.Mark("cannot be decoded")),
		s.lacking(gone[dataset.AllNaN], "%s", say.Mark("hold no number")),
		s.pointers(),
	)
	for _, f := range found {
		list = append(list, s.problem(kind, f))
	}
	return list
}

// pointers counts the files whose data lie elsewhere.
func (s *set) pointers() []dataset.Problem {
	n, records, first := 0, 0, ""
	for i := range s.files {
		if f := &s.files[i]; f.err == dataset.ErrPointer {
			if n++; n == 1 {
				first = f.path
			}
			records += f.records
		}
	}
	if n == 0 {
		return nil
	}
	return []dataset.Problem{{File: s.Source, Column: s.Name,
		What: say.Kept("%s of Git LFS, whose data were not fetched, for example %s", say.KeptCount(n, "file is a pointer", "files are pointers"), first),
		Done: say.Kept("missing (unreadable) for %s; get them with git lfs pull", say.KeptCount(records, "record", "records"))}}
}

// lacking lists files whose modality is absent for their records, the first of
// them one by one.
func (s *set) lacking(a *absentees, says, all string) []dataset.Problem {
	var list []dataset.Problem
	more := a.records
	for _, f := range a.files[:min(len(a.files), mostListed)] {
		list = append(list, dataset.Problem{File: f.path, Column: s.Name, What: say.Kept(says, say.English(f.err)), Done: say.Kept("the modality is absent for %s", s.whose(f))})
		more -= f.records
	}
	if len(a.files) > mostListed {
		list = append(list, dataset.Problem{File: s.Source, Column: s.Name,
			What: say.Kept("the files of %s more %s, for example %s", say.KeptCount(more, "record", "records"), all, a.files[mostListed].path),
			Done: say.Mark("the modality is absent for them")})
	}
	return list
}

// whose names the records of a file.
func (s *set) whose(f file) string {
	if f.records == 1 {
		return say.Kept("record %s", s.IDs[f.record])
	}
	return say.Kept("%d records, for example %s", f.records, s.IDs[f.record])
}

// problem says what was found, with a count and an example.
func (s *set) problem(kind dataset.Kind, f finding) dataset.Problem {
	p := dataset.Problem{File: s.Source, Column: s.Name, What: f.what, Done: f.done}
	if f.files != nil {
		p.What = say.Kept("%d %s %s, for example %s", len(f.files), noun(kind, len(f.files)), f.what, f.files[0].path)
	}
	return p
}

// kindNouns are the kinds as people call a file of them, several, and one among
// others.
var kindNouns = map[dataset.Kind][3]string{dataset.Image: {"image", "images", "an image"}, dataset.Audio: {"sound", "sounds", "a sound"}, dataset.Text: {"text", "texts", "a text"}}

// noun is what n files of a kind are called.
func noun(kind dataset.Kind, n int) string {
	if n == 1 {
		return kindNouns[kind][0]
	}
	return kindNouns[kind][1]
}

// One content in more than a hundredth of the records, and in some at least,
// may be a stand-in for what is missing.
const (
	fewRepeats  = 3
	repeatShare = 100
)

// repeated finds contents that stand for many records.
func (s *set) repeated(files []*file, kind dataset.Kind) []finding {
	copies := map[string][]*file{}
	var order []string
	for _, f := range files {
		if f.content.blank() {
			continue // said already
		}
		key := string(f.hash[:])
		if copies[key] == nil {
			order = append(order, key)
		}
		copies[key] = append(copies[key], f)
	}
	var many [][]*file
	standing := 0
	for _, key := range order {
		records := 0
		for _, f := range copies[key] {
			records += f.records
		}
		if records >= fewRepeats && records*repeatShare > len(s.Paths) {
			many = append(many, copies[key])
			standing += records
		}
	}
	if many == nil {
		return nil
	}
	names := make([]string, 0, 3)
	for _, f := range many[0][:min(len(many[0]), cap(names))] {
		names = append(names, f.path)
	}
	what := say.Kept("one %s stands for %d of %d records", kindNouns[kind][0], standing, len(s.Paths))
	if len(many) > 1 {
		what = say.Kept("%s stand for %d of %d records, each for several", say.Kept("%d %s", len(many), noun(kind, len(many))), standing, len(s.Paths))
	}
	return []finding{{what: say.Kept("%s (for example %s), which may mean that they are missing", what, strings.Join(names, ", ")), done: "kept"}}
}

// notes are what was done to read one file.
type notes uint32

// The notes that a content may have.
const (
	onWhite       notes = 1 << iota // an image's transparent parts were laid on white
	onBlack                         // … on black, as nothing was left of it on white
	hiddenColours                   // nothing but transparent parts: taken as if they were opaque
	turned                          // an image was turned upright
	firstFrame                      // a film's first image was taken
	laterFrame                      // … a later one, as the first was blank
	firstPage                       // a file of several images
	allOne                          // one value throughout
	lengthMended                    // a sound's header named another length than the file has
	endMissing                      // the last part of a sound is not there
	someNaN                         // some samples are no numbers
	cancelled                       // the channels of a sound cancel each other out
)

// noted is what notes say, in the order in which they are said.
var noted = []struct {
	note       notes
	what, done string
}{
	{onWhite, "with transparent parts", "laid on white"},
	{onBlack, "with transparent parts that nothing is left of on white", "laid on black"},
	{hiddenColours, "with nothing but transparent parts", "read as if they were opaque"},
	{turned, "stored turned or mirrored (EXIF orientation)", "turned upright"},
	{firstFrame, "with several frames", "the first is taken"},
	{laterFrame, "with several frames of which the first shows nothing", "the first that shows something is taken"},
	{firstPage, "with several pages", "the first is taken"},
	{lengthMended, "with another length in the header than in the file", "read to the end of the file"},
	{endMissing, "with an end that is missing", "what is there is read"},
	{someNaN, "with samples that are no numbers", "these are taken for silence"},
	{cancelled, "with channels that cancel each other out when mixed", "kept, as silence"},
	{allOne, "of one value throughout, such as black or silence, which may stand for missing", "kept"},
}

// notesOf turns the notes of contents into findings.
func notesOf(files []*file) []finding {
	var found []finding
	for _, n := range noted {
		with := slices.DeleteFunc(slices.Clone(files), func(f *file) bool { return f.content.notes&n.note == 0 })
		if len(with) > 0 {
			found = append(found, finding{files: with, what: n.what, done: n.done})
		}
	}
	return found
}
