package layout

import (
	"regexp"
	"slices"
	"strings"

	"lacuna/internal/say"
)

// viewWords are names of folders that show the same thing from several sides,
// at several times or in several planes.
var viewWords = newWords("left right front frontal back rear top bottom side lateral upper lower inside outside axial coronal sagittal transverse " +
	"ap pa cc mlo od os before after pre post day night cam cam0 cam1 cam2 cam3 cam4 camera camera1 camera2 camera3 channel1 channel2 red green blue depth")

// counterWords begin the names that cameras and programs number files with:
// such a number says nothing of the record.
var counterWords = newWords("img image images pic picture photo dsc dscn frame file sample audio sound clip rec recording wav text doc document txt item no nr n i")

// mayRestart says whether the folders of a level in which the same names of
// files lie could be classes, whose files are numbered anew: no table tells the
// records or the classes, and no folder is called like a modality. One letter
// may mean anything.
func (s *shelf) mayRestart(level int) bool {
	if s.record >= 0 || len(s.ids) > 0 || s.hasLabels() {
		return false
	}
	return s.all(func(m *mediaFile) bool { return !namesModality(m.dir(level)) })
}

// restarted decides between classes and modalities where the same names of files
// lie in several folders, and says so. Mere numbers are those of no record: they
// begin anew in each class.
func (s *shelf) restarted(level int) levelSort {
	asked := s.decided(classFolders)
	if !asked && (!s.numbered() || s.all(func(m *mediaFile) bool { return viewWords.has(m.dir(level)) })) {
		s.problem(s.folderNames(level), say.Mark("the same names of files lie in several folders"), say.Mark("each folder is read as a modality; --reader class-folders reads them as classes"))
		return modalityLevel
	}
	if slices.Contains(s.sort, classLevel) && s.inEach(level) {
		s.problem(s.folderNames(level), say.Mark("every class has folders of the same names, in which files are numbered anew"), say.Mark("the folders are read as groups of records; --reader media-folders reads all folders as modalities"))
		return groupLevel
	}
	if asked {
		return classLevel
	}
	s.problem(s.folderNames(level), say.Mark("files are numbered anew in each folder, and no table tells the classes"),
		say.Mark("each folder is read as a class, and its name belongs to the id; --reader media-folders reads each as a modality and joins files of one number"))
	return classLevel
}

// isBatch says whether a folder is called like one of several in which data are
// collected, which are no classes: fold1, site-2, 2021-03-04.
func isBatch(dir string) bool {
	word := strings.TrimRight(dir, "0123456789")
	return word != dir && batchWords.has(word) || dateFolder.MatchString(dir)
}

var (
	batchWords = newWords("fold cv batch part chunk shard site center centre hospital")
	dateFolder = regexp.MustCompile(`^(19|20)\d\d[-_.]?\d\d([-_.]?\d\d)?$`)
)

// isVisit says whether a folder is called like one of several visits: ses-1,
// visit2, baseline.
func isVisit(dir string) bool {
	return visitWords.has(strings.TrimRight(dir, "0123456789"))
}

var visitWords = newWords("ses session visit timepoint tp wave baseline followup month")

// sayClassNames says that the names of files begin with a few words, as those of
// classes do, where nothing else tells the classes.
func (s *shelf) sayClassNames() {
	const few = 20
	words := map[string]int{}
	for _, m := range s.files {
		word, ok := firstWord(m.rec)
		if !ok {
			return
		}
		words[word]++
	}
	for word, n := range words {
		if n < 2 || modalityWords.has(word) || counterWords.has(word) || PartNamed(word) != "" {
			return
		}
	}
	if len(words) > 1 && len(words) <= few && 4*len(words) <= len(s.files) && len(s.ids) == 0 && !s.hasLabels() && s.found.Labels == nil && !slices.Contains(s.sort, classLevel) {
		names := sortedKeys(words)
		s.problem(s.files[0].path, say.Kept("the names of files begin with %s, which may be classes", someOf(names)),
			say.Mark("no label is made of them; move the files into a folder for each class, or write a table of labels"))
	}
}

// firstWord is the word before the number in cat.12, and whether there is one.
func firstWord(name string) (string, bool) {
	word := strings.TrimRight(name, "0123456789")
	bare := strings.TrimRight(word, "_-. (")
	return bare, word != name && bare != word && bare != ""
}

// numbered says whether nearly all files are called by a number, perhaps behind
// the name of their folder or a word that cameras put there.
func (s *shelf) numbered() bool {
	n := 0
	for _, m := range s.files {
		word := strings.TrimRight(m.stem, "0123456789")
		word, digits := strings.Trim(word, "_-. ()"), len(word) < len(m.stem)
		n += count(digits && (word == "" || counterWords.has(word) || strings.EqualFold(word, m.dir(len(m.dirs)-1))))
	}
	return 10*n >= 9*len(s.files)
}

// inEach says whether the folders of a level are called alike in the folders
// above them.
func (s *shelf) inEach(level int) bool {
	above := map[string]map[string]bool{}
	for _, m := range s.files {
		name := m.dir(level)
		if above[name] == nil {
			above[name] = map[string]bool{}
		}
		above[name][strings.Join(m.dirs[:min(level, len(m.dirs))], "/")] = true
	}
	for _, in := range above {
		if len(in) < 2 {
			return false
		}
	}
	return true
}
