package layout

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// files makes a file system of tables ("a.csv: id,x|1,2") and of media, which
// have no content ("img/p1.png").
func files(list ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range list {
		name, text, _ := strings.Cut(f, ": ")
		fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "|", "\n"))}
	}
	return fsys
}

// find finds what lies in files, as the layout that the import names.
func find(t *testing.T, imp dataset.Import, list ...string) *Found {
	t.Helper()
	found, err := Find(t.Context(), Place{FS: files(list...), Name: "data", Workers: 2}, imp)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// sketch draws what was found, one line for each thing.
func sketch(f *Found) []string {
	lines := []string{f.Layout}
	for _, t := range f.Tables {
		line := fmt.Sprintf("%s %s %s", t.Role, t.File, t.Name)
		if t.Parts != nil {
			line += " " + strings.Join(t.Parts, ",")
		}
		lines = append(lines, line)
		for _, p := range t.Paths {
			var cells []string
			for i, file := range p.Files {
				if file == "" {
					file = p.Causes[i].String()
				}
				cells = append(cells, file)
			}
			lines = append(lines, fmt.Sprintf("  %s %s of %s: %s", p.Kind, p.Name, t.Names[p.Column], strings.Join(cells, " ")))
		}
		for k, name := range t.WideNames {
			lines = append(lines, fmt.Sprintf("  %s: %s", name, strings.Join(t.WideColumns[k], " ")))
		}
	}
	for _, m := range f.Media {
		line := fmt.Sprintf("%s %s:", m.Kind, m.Name)
		for k, id := range m.Stems {
			line += " " + id + "=" + m.Files[k]
			if m.Causes[k] != dataset.Present {
				line += m.Causes[k].String()
			}
		}
		lines = append(lines, line)
	}
	for _, of := range []struct {
		what string
		is   map[string]string
	}{{"labels", f.Labels}, {"splits", f.Splits}, {"groups", f.Groups}} {
		if of.is != nil {
			lines = append(lines, of.what+": "+pairs(of.is))
		}
	}
	return lines
}

func pairs(m map[string]string) string {
	var list []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		list = append(list, k+"="+m[k])
	}
	return strings.Join(list, " ")
}

// said is the remarks of all rooms below, as one text.
func said(f *Found) string {
	var all []string
	list := slices.Clone(f.Problems)
	for _, t := range f.Tables {
		list = append(list, t.Problems...)
		for _, p := range t.Paths {
			list = append(list, p.Problems...)
		}
	}
	for _, p := range list {
		all = append(all, fmt.Sprintf("%s %s: %s: %s", p.File, p.Column, p.What, p.Done))
	}
	return strings.Join(all, "\n")
}

// situation is a place and what is to be found in it.
type situation struct {
	name  string
	imp   dataset.Import
	files []string
	want  []string
	says  string // a part of the remarks
}

func (s situation) check(t *testing.T) {
	t.Helper()
	found := find(t, s.imp, s.files...)
	if diff := cmp.Diff(s.want, sketch(found)); diff != "" {
		t.Error(diff)
	}
	if text := said(found); !strings.Contains(text, s.says) || s.says == "" && text != "" {
		t.Errorf("the remarks do not say %q:\n%s", s.says, text)
	}
	// The layout that was recognised, asked for, finds the same.
	imp := s.imp
	imp.Reader = found.Layout
	if diff := cmp.Diff(sketch(found), sketch(find(t, imp, s.files...))); diff != "" {
		t.Errorf("asking for %s finds something else: %s", imp.Reader, diff)
	}
}

func checkAll(t *testing.T, list []situation) {
	for _, s := range list {
		t.Run(s.name, s.check)
	}
}

func TestRoles(t *testing.T) {
	checkAll(t, []situation{
		{"one table per modality", dataset.Import{}, []string{"blood.csv: id,crp|p1,1|p2,2", "labels.csv: id,label|p1,a|p2,b", "split.csv: id,split|p1,train|p2,test", "sub/scan.tsv: id\tvol|p1\t1|p2\t2"},
			[]string{"folder-csv", "data blood.csv blood", "labels labels.csv labels", "split split.csv split", "data sub/scan.tsv scan"}, ""},
		{"labels by another name", dataset.Import{}, []string{"blood.csv: id,crp|p1,1|p2,2", "y.csv: id,y|p1,a|p2,b"},
			[]string{"folder-csv", "data blood.csv blood", "labels y.csv y"}, ""},
		{"labels twice", dataset.Import{}, []string{"blood.csv: id,crp|p1,1|p2,2", "diagnosis.csv: id,d|p1,a|p2,b", "labels.csv: id,label|p1,a|p2,b"},
			[]string{"folder-csv", "data blood.csv blood", "left out diagnosis.csv diagnosis", "labels labels.csv labels"}, "the labels are taken from labels.csv"},
		{"a decided role", dataset.Import{Files: map[string]dataset.FileImport{"diagnosis.csv": {Role: "labels"}, "labels.csv": {Role: "data"}}},
			[]string{"blood.csv: id,crp|p1,1|p2,2", "diagnosis.csv: id,d|p1,a|p2,b", "labels.csv: id,label|p1,a|p2,b"},
			[]string{"folder-csv", "data blood.csv blood", "labels diagnosis.csv diagnosis", "data labels.csv labels"}, ""},
		{"beside the data", dataset.Import{}, []string{"blood.csv: id,crp|p1,1|p2,2", "codebook.csv: x,y|crp,z", "vars.csv: variable,unit,description|crp,mg,reactive", "sample_submission.csv: id,target|p1,0",
			"mask_a.csv: id,blood|p1,1|p2,0", "mask.csv: id,modality,cause|p1,blood,masked", "mask_volume.csv: id,vol|p1,100|p2,99"},
			[]string{"folder-csv", "data blood.csv blood", "left out codebook.csv codebook", "left out mask.csv mask", "left out mask_a.csv mask_a", "data mask_volume.csv mask_volume",
				"left out sample_submission.csv sample_submission", "left out vars.csv vars"}, "codebook.csv : it describes columns"},
		{"features that are data", dataset.Import{}, []string{"features.csv: id,crp|p1,1|p2,2", "labels.csv: id,label|p1,a|p2,b"},
			[]string{"folder-csv", "data features.csv features", "labels labels.csv labels"}, ""},
		{"features that are names", dataset.Import{}, []string{"blood.csv: id,f0|p1,1|p2,2", "features.csv: modality,column,name|blood,f0,crp"},
			[]string{"folder-csv", "data blood.csv blood", "features features.csv features"}, ""},
		{"times to an event", dataset.Import{}, []string{"blood.csv: id,crp|p1,1|p2,2", "outcome.csv: id,days,event|p1,10,1|p2,20,0"},
			[]string{"folder-csv", "data blood.csv blood", "left out outcome.csv outcome"}, "times to an event"},
		{"two endings", dataset.Import{}, []string{"a.csv: id,x|p1,1", "a.tsv: id\ty|p1\t2"}, []string{"folder-csv", "data a.csv a", "data a.tsv a.tsv"}, ""},
		{"junk and documents", dataset.Import{}, []string{"blood.csv: id,crp|p1,1", "._blood.csv: x", ".DS_Store", "__MACOSX/a/._p.png", "README.md", "LICENSE", "source.json: {}", "make.py", "Thumbs.db"},
			[]string{"folder-csv", "data blood.csv blood"}, ""},
		{"a project beside its data", dataset.Import{}, []string{"blood.csv: id,crp|p1,1", "s.lacuna: {}", "s.lacuna~: {}", "s.lacuna.lock: {}", "s.runs/.plans/a.json: {}", "s.runs/ab/metrics.json: {}", "s.runs/ab/events.jsonl: {}"},
			[]string{"folder-csv", "data blood.csv blood"}, ""},
		{"what is not understood", dataset.Import{}, []string{"blood.csv: id,crp|p1,1", "scan.h5ad", "film/a.mp4", "film/b.mp4"},
			[]string{"folder-csv", "data blood.csv blood"}, "so it is with 2 files in film/"},
		{"records as columns", dataset.Import{}, []string{"rna.csv: gene,p1,p2,p3|G1,1,2,3|G2,4,5,6", "labels.csv: id,label|p1,a|p2,b|p3,a"},
			[]string{"folder-csv", "labels labels.csv labels", "data rna.csv rna"}, "it is turned"},
		{"described in dataset.json", dataset.Import{}, []string{"target.csv: id,a,b|p1,1,2", `dataset.json: {"modalities":[{"name":"target","kind":"table","columns":2}]}`},
			[]string{"folder-csv", "data target.csv target"}, ""},
	})
}

func TestTurnedCells(t *testing.T) {
	found := find(t, dataset.Import{}, "rna.csv: gene,p1,p2,p3|G1,1,2,3|G2,4,5,6", "labels.csv: id,label|p1,a|p2,b|p3,a")
	rna := found.Tables[1]
	if diff := cmp.Diff([]string{"id", "G1", "G2"}, rna.Names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"p1", "p2", "p3"}, {"1", "2", "3"}, {"4", "5", "6"}}, rna.Texts(0, 1, 2)); diff != "" {
		t.Error(diff)
	}
}

func TestLongForm(t *testing.T) {
	found := find(t, dataset.Import{}, "long.csv: sample,feature,view,value,sex|p1,g1,rna,1,m|p1,g2,rna,2,m|p2,g1,rna,3,f|p2,m1,meth,4,f|p2,g1,rna,9,f")
	if diff := cmp.Diff([]string{"long-csv", "data long.csv rna", "data long.csv meth"}, sketch(found)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"p1", "p2"}, {"m", "f"}, {"1", "3"}, {"2", ""}}, found.Tables[0].Texts(0, 1, 2, 3)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"sample", "m1"}, found.Tables[1].Names); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(said(found), "1 row repeats a record and feature") {
		t.Error(said(found))
	}
}

func TestParts(t *testing.T) {
	checkAll(t, []situation{
		{"one table per part", dataset.Import{}, []string{"train.csv: id,age,target|1,30,0|2,31,1", "test.csv: id,age|3,40", "sample_submission.csv: id,target|3,0"},
			[]string{"folder-csv", "left out sample_submission.csv sample_submission", "data train.csv + test.csv table train,train,test"}, "a form for answers"},
		{"parts in names", dataset.Import{}, []string{"blood_train.csv: id,x|1,1|2,2", "blood_test.csv: id,x|3,3", "y_train.csv: id,y|1,a|2,b", "y_test.csv: id,y|3,a"},
			[]string{"folder-csv", "data blood_train.csv + blood_test.csv blood train,train,test", "labels y_train.csv + y_test.csv y train,train,test"}, ""},
		{"folders of parts, ids begin anew", dataset.Import{}, []string{"train/blood.csv: id,x|1,1|2,2", "Test/blood.csv: id,x|1,3|2,4"},
			[]string{"folder-csv", "data train/blood.csv + Test/blood.csv blood train,train,Test,Test"}, "as in train/1"},
		{"cut into files", dataset.Import{}, []string{"data/train-00000-of-00002.csv: id,x|1,1", "data/train-00001-of-00002.csv: id,x|2,2", "data/test-00000-of-00001.csv: id,x|3,3"},
			[]string{"folder-csv", "data data/train-00000-of-00002.csv + data/train-00001-of-00002.csv + data/test-00000-of-00001.csv table train,train,test"}, ""},
		{"labels of one part", dataset.Import{}, []string{"x_train.csv: id,x|1,1", "x_test.csv: id,x|2,2", "train_labels.csv: id,label|1,a"},
			[]string{"folder-csv", "labels train_labels.csv train_labels", "data x_train.csv + x_test.csv x train,test"}, ""},
		{"parts in names of media", dataset.Import{}, []string{"train_1.png", "train_2.png", "val_1.png"},
			[]string{"media-folders", "image image: train_1=train_1.png train_2=train_2.png val_1=val_1.png", "splits: train_1=train train_2=train val_1=val"}, ""},
		{"other columns", dataset.Import{}, []string{"train.csv: id,a,b,c|1,2,3,4", "test.csv: id,u,v,w|1,2,3,4"},
			[]string{"folder-csv", "data test.csv test", "data train.csv train"}, "their columns differ"},
		{"lists of ids", dataset.Import{}, []string{"blood.csv: id,x|1,1|2,2|3,3", "train.txt: 1|2", "test_ids.txt: 3|"},
			[]string{"folder-csv", "data blood.csv blood", "splits: 1=train 2=train 3=test"}, ""},
		{"lists of files", dataset.Import{}, []string{"image/p1.png", "image/p2.png", "train.txt: image/p1.png 0", "val.txt: image/p2.png 1"},
			[]string{"media-folders", "image image: p1=image/p1.png p2=image/p2.png", "splits: p1=train p2=val"}, ""},
	})
}

func TestGathered(t *testing.T) {
	checkAll(t, []situation{
		{"sites", dataset.Import{}, []string{"north/blood.csv: id,x|1,1|2,2", "south/blood.csv: id,x|3,3"},
			[]string{"folder-csv", "data north/blood.csv + south/blood.csv blood", "groups: 1=north 2=north 3=south"}, ""},
		{"modalities called alike", dataset.Import{}, []string{"image/values.csv: id,f0|1,1|2,2", "audio/values.csv: id,f0|1,3|2,4"},
			[]string{"folder-csv", "data audio/values.csv audio", "data image/values.csv image"}, ""},
		{"one table per record", dataset.Import{}, []string{"eeg/p1.csv: time,a,b|0,1,x|1,3,y", "eeg/p2.csv: time,a,b|0,5,x|1,7,x|2,9,x", "labels.csv: id,label|p1,u|p2,v"},
			[]string{"folder-csv", "labels labels.csv labels", "data eeg/p1.csv + eeg/p2.csv eeg"}, "1 column of words changes within a record: b"},
		{"two folders of one table per record", dataset.Import{}, []string{"eeg/p1.csv: a,b|1,2", "eeg/p2.csv: a,b|3,4", "emg/p1.csv: a,b|5,6", "emg/p2.csv: a,b|7,8", "labels.csv: id,label|p1,u|p2,v"},
			[]string{"folder-csv", "labels labels.csv labels", "data eeg/p1.csv + eeg/p2.csv eeg", "data emg/p1.csv + emg/p2.csv emg"}, ""},
		{"one row per record", dataset.Import{}, []string{"p1/eeg.csv: a,b|1,2", "p2/eeg.csv: a,b|3,4", "labels.csv: id,label|p1,u|p2,v"},
			[]string{"folder-csv", "labels labels.csv labels", "data p1/eeg.csv + p2/eeg.csv eeg"}, ""},
	})
}

func TestSeriesCells(t *testing.T) {
	found := find(t, dataset.Import{}, "w.csv: id,frame,x,sex|p,3,4,m|p,1,0,m|p,2,2,m|p,4,,m|q,1,5,f|q,2,5,f|q,3,5,f|q,4,9,f")
	w := found.Tables[0]
	if diff := cmp.Diff([]string{"id", "sex", "x.t1", "x.t2", "x.t3", "x.t4"}, w.Names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"p", "q"}, {"m", "f"}, {"0", "5"}, {"2", "5"}, {"4", "5"}, {"4", "9"}}, w.Texts(0, 1, 2, 3, 4, 5)); diff != "" {
		t.Error(diff)
	}
	found = find(t, dataset.Import{}, "p1/eeg.csv: a,b|1,2", "p2/eeg.csv: a,b|3,4", "labels.csv: id,label|p1,u|p2,v")
	if diff := cmp.Diff([][]string{{"p1", "p2"}, {"1", "3"}, {"2", "4"}}, found.Tables[1].Texts(0, 1, 2)); diff != "" {
		t.Error(diff)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		imp  dataset.Import
		list []string
		want string
	}{
		{"empty", dataset.Import{}, nil, "is empty"},
		{"nothing known", dataset.Import{}, []string{"a.xyz", "b.bin"}, "no modality was found in a.xyz, b.bin"},
		{"refused", dataset.Import{}, []string{"a.h5ad"}, "a.h5ad cannot be opened"},
		{"only labels", dataset.Import{}, []string{"labels.csv: id,label|1,a"}, "holds no dataset"},
		{"another layout", dataset.Import{Reader: manifest}, []string{"a.csv: id,x|1,2"}, "It can be read as folder-csv"},
		{"no such reader", dataset.Import{Reader: "magic"}, []string{"a.csv: id,x|1,2"}, `no reader is called "magic"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Find(t.Context(), Place{FS: files(c.list...), Name: "data"}, c.imp)
			var u *dataset.UserError
			if !errors.As(err, &u) || !strings.Contains(u.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestFilesAlone(t *testing.T) {
	fsys := files("labels.csv: id,x|1,2|2,3", "img/p1.png", "m.csv: id,image|1,img/p1.png", "other.csv: id,y|1,2")
	for _, c := range []struct {
		files []string
		want  []string
	}{
		{[]string{"labels.csv"}, []string{"folder-csv", "data labels.csv labels"}},
		{[]string{"m.csv"}, []string{"manifest", "data m.csv table", "  image image of image: img/p1.png"}},
		{[]string{"labels.csv", "other.csv"}, []string{"folder-csv", "labels labels.csv labels", "data other.csv other"}},
	} {
		found, err := Find(t.Context(), Place{FS: fsys, Name: "x", Files: c.files}, dataset.Import{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, sketch(found)); diff != "" {
			t.Error(diff)
		}
	}
}
