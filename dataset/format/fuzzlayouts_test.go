package format_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// FuzzArrays opens folders of arrays: each a name, and sides and numbers of one
// byte each, so that rows of parts, masks, views and labels meet.
func FuzzArrays(f *testing.F) {
	rows := []byte("\x06\x02abcdefghijkl\x06\x00\x00\x01\x00\x01\x00\x01")
	f.Add("x,y,train_idx,test_idx", append(rows, "\x03\x00\x00\x01\x02\x03\x00\x03\x04\x05"...))
	f.Add("x,label,train_mask,val_mask", append(rows, "\x06\x00\x01\x01\x01\x00\x00\x00\x06\x00\x00\x00\x00\x01\x01\x01"...))
	f.Add("train_x,test_x,train_y,test_y", append(rows, "\x06\x02abcdefghijkl\x06\x00\x00\x01\x00\x01\x00\x01"...))
	f.Add("a/p1,a/p2,b/p1,b/p2", []byte("\x02\x00ab\x02\x00cd\x03\x00efg\x03\x00hij"))
	f.Add("x1,x2,mask,ids", append(rows, "\x06\x02\x01\x00\x01\x01\x00\x01\x01\x01\x00\x01\x01\x01\x06\x00\x01\x02\x03\x04\x05\x06"...))
	f.Fuzz(func(t *testing.T, names string, data []byte) {
		files := map[string][]byte{}
		for name := range strings.SplitSeq(names, ",") {
			if len(files) < 16 && len(data) > 1 {
				var x []byte
				x, data = arrayFrom(data)
				files[name+".npy"] = x
			}
		}
		openValid(t, dataset.Import{}, files)
	})
}

// arrayFrom takes an array of one or two sides off some bytes.
func arrayFrom(data []byte) (file, rest []byte) {
	n, m := int(data[0]%32), int(data[1]%8)
	data = data[2:]
	shape, cells := fmt.Sprintf("%d, %d", n, m), n*m
	if m == 0 {
		shape, cells = fmt.Sprintf("%d,", n), n
	}
	numbers := make([]float64, cells)
	for k := range min(cells, len(data)) {
		numbers[k] = float64(int8(data[k]))
	}
	return []byte(npy(shape, numbers...)), data[min(cells, len(data)):]
}

// openValid is openBytes of the files whose names a folder can have.
func openValid(t *testing.T, imp dataset.Import, files map[string][]byte) {
	t.Helper()
	for name := range files {
		if strings.HasPrefix(name, "/") || strings.Contains(name, "//") || strings.ContainsAny(name, "\x00\\") || strings.Contains("/"+name+"/", "/./") || strings.Contains("/"+name+"/", "/../") {
			delete(files, name)
		}
	}
	openAs(t, imp, files)
}

// FuzzLinks opens tables that name files of arrays and of tables, one a record.
func FuzzLinks(f *testing.F) {
	list := "id,feat,label\np1,feat/p1.npy,a\np2,feat/p2.npy,b\np3,feat/p3.npy,a\n"
	f.Add([]byte(list), []byte(npy("2,", 1, 2)), []byte(npy("2,", 3, 4)), []byte(npy("2,", 5, 6)))
	f.Add([]byte(list), []byte(npy("2, 2", 1, 2, 3, 4)), []byte(npy("1, 2", 3, 4)), []byte("a,b\n1,2\n"))
	f.Add([]byte("feat\n./feat/p1.csv\nfeat\\p2.csv\np3.csv\n"), []byte("t,x\n0,1\n1,2\n"), []byte("t,x\n0,3\n"), []byte("x\n1\n"))
	f.Fuzz(func(t *testing.T, list, a, b, c []byte) {
		openAs(t, dataset.Import{}, map[string][]byte{"m.csv": list, "feat/p1.npy": a, "feat/p2.npy": b, "feat/p3.npy": c})
		openAs(t, dataset.Import{}, map[string][]byte{"m.csv": list, "feat/p1.csv": a, "feat/p2.csv": b, "feat/p3.csv": c})
	})
}

// FuzzSeries opens folders of a table for each record, and tables in long form.
func FuzzSeries(f *testing.F) {
	f.Add([]byte("t,x,y\n0,1,2\n1,3,4\n2,5,6\n"), []byte("t,x,y\n0,1,2\n2,3,\n"), []byte("id,label\np1,a\np2,b\n"))
	f.Add([]byte("id,time,x\np1,0,1\np1,1,2\np2,0,3\n"), []byte("id,feature,value\np1,a,2\np1,b,3\np2,a,4\n"), []byte("id,label\np1,a\np2,b\n"))
	f.Add([]byte("1 2 3\n"), []byte(""), []byte("name\tlabel\np1.csv\ta\n"))
	f.Fuzz(func(t *testing.T, a, b, labels []byte) {
		openAs(t, dataset.Import{}, map[string][]byte{"s/p1.csv": a, "s/p2.csv": b, "labels.csv": labels})
		openAs(t, dataset.Import{}, map[string][]byte{"s.csv": a, "r.csv": b, "labels.csv": labels})
	})
}

// FuzzLongTables opens tables of more rows than recognition looks at, whose
// beginning and end are made up and whose middle is empty but for ids: cells that
// were merged, rows that stop, columns that begin late.
func FuzzLongTables(f *testing.F) {
	f.Add("id,subject,x\nr1,s1,1\nr2,,2\nr3,s2,3\nr4,,4", "", uint16(0))
	f.Add("id,subject,x", "q1,s1,1\nq2,s2,2\nq3,,3", uint16(900))
	f.Add("id;site;x\n1;;1,5", "n;;\nm;a;2,5\nk;b;3", uint16(1200))
	f.Fuzz(func(t *testing.T, top, end string, rows uint16) {
		var text strings.Builder
		text.WriteString(top)
		head, _, _ := strings.Cut(top, "\n")
		for i := range rows % 1500 {
			fmt.Fprintf(&text, "\nrow%d%s", i, strings.Repeat(",", strings.Count(head, ",")))
		}
		text.WriteString("\n" + end + "\n")
		openAs(t, dataset.Import{}, map[string][]byte{"m.csv": []byte(text.String())})
	})
}

// A column that begins below what recognition looks at first is no column of
// merged cells: nothing stands above its first value.
func TestColumnThatBeginsLate(t *testing.T) {
	var text strings.Builder
	text.WriteString("id,subject,x\n")
	for i := range 20000 {
		subject := ""
		switch {
		case i == 10007:
			subject = "s1"
		case i == 15013:
			subject = "s2"
		}
		fmt.Fprintf(&text, "r%d,%s,%d.5\n", i, subject, i%7)
	}
	openAs(t, dataset.Import{}, map[string][]byte{"m.csv": []byte(text.String())})
}

// FuzzRecords opens JSON of every form, alone and beside a table.
func FuzzRecords(f *testing.F) {
	for _, s := range []string{
		`{"p1":{"age":3,"bmi":2.5},"p2":{"age":4,"bmi":1.5}}`, `{"age":{"p1":3,"p2":4},"bmi":{"p1":2.5,"p2":1.5}}`, `{"p1":1,"p2":2,"p3":3,"p4":4}`,
		`{"train":[{"id":"p1","x":1}],"test":[{"id":"p2","x":2}]}`, `{"columns":["x"],"index":["p"],"data":[[1]]}`, `{"x":[1,2],"y":[3,4]}`,
		`{"x":{"0":1,"1":2},"y":{"0":"a","1":"b"}}`, "{\"id\":\"p1\",\"m\":{\"a\":[1,2]}}\n{\"id\":\"p2\",\"m\":null}", `{"data":{"a":[{"id":1}],"b":[{"id":1}]}}`, `{"train":["p1"],"test":["p2"]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		openAs(t, dataset.Import{}, map[string][]byte{"a.json": data})
		openAs(t, dataset.Import{}, map[string][]byte{"a.jsonl": data, "x.csv": []byte("id,x\np1,1\np2,2\n")})
	})
}

// FuzzImport opens a folder by decisions that anybody may have written.
func FuzzImport(f *testing.F) {
	for _, s := range []string{
		`{"label":"label","id":"id","missing":["x=1","-9"],"drop":["y"]}`, `{"reader":"wide-csv","modalities":[{"name":"a","kind":"table","columns":["x"]},{"name":"b","columns":["y","y"]}]}`,
		`{"files":{"a.csv":{"delimiter":";","charset":"utf-16","header":"none","ids":["x"],"columns":{"x":{"kind":"category","missing":["1"]},"y":{"kind":"date"}}}}}`,
		`{"split":"site","groups":["site","label"],"features":["id"],"imageSize":-1,"sampleRate":-5,"joins":["case","number"]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var imp dataset.Import
		if json.Unmarshal(text, &imp) != nil || imp.ImageSize > 64 {
			return
		}
		openAs(t, imp, map[string][]byte{"a.csv": []byte("id,x,y,label,site\np1,1,2,u,s\np2,,3,v,s\np3,2,2020-01-02,u,r\n"), "i/p1.png": []byte(pngFile(picture(2, 2))), "t/p2.txt": []byte("x")})
	})
}

// openAs opens files that a fuzzer made up by some decisions, and checks that
// the dataset's own import reads it again.
func openAs(t *testing.T, imp dataset.Import, files map[string][]byte) {
	t.Helper()
	system := systemOf(files)
	d := openWhole(t, imp, system)
	if d == nil {
		return
	}
	again, err := format.OpenFS(t.Context(), system, "fuzz", format.Options{Import: d.Import, Workers: 2})
	if err != nil || again.Hash() != d.Hash() {
		t.Fatalf("read again as its import says: %v\n%+v", err, d.Import)
	}
}

// openWhole checks what holds of every dataset: an error is for people, a
// dataset is whole. It returns nil where there is none.
func openWhole(t *testing.T, imp dataset.Import, system fstest.MapFS) *dataset.Dataset {
	t.Helper()
	d, err := format.OpenFS(t.Context(), system, "fuzz", format.Options{Import: imp, Workers: 2})
	if err != nil {
		var u *dataset.UserError
		if !errors.As(err, &u) {
			t.Fatalf("no error for people: %v", err)
		}
		return nil
	}
	if d.Records() == 0 || len(d.Blocks) == 0 || d.Hash() == "" {
		t.Fatalf("%d records, %d modalities", d.Records(), len(d.Blocks))
	}
	return d
}

func systemOf(files map[string][]byte) fstest.MapFS {
	system := fstest.MapFS{}
	for name, data := range files {
		system[name] = &fstest.MapFile{Data: data}
	}
	return system
}
