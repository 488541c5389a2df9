package format_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
)

// vector is an NPY file of numbers.
func vector(values ...float64) string {
	head := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%d,), }", len(values))
	head += strings.Repeat(" ", 64-(11+len(head))%64) + "\n"
	out := binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(head)))
	out = append(out, head...)
	for _, x := range values {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
	}
	return string(out)
}

// Tables that name files of arrays or tables, one for each record.
func TestLinkedFiles(t *testing.T) {
	arrays, series := map[string]string{}, map[string]string{}
	for i := 1; i <= 12; i++ {
		arrays[fmt.Sprintf("feat/f%d.npy", i)] = vector(float64(i*i%7)+0.5, float64(i%5)+0.25)
		series[fmt.Sprintf("ts/s%d.csv", i)] = lines("t,acc", 8, fmt.Sprintf("%%[1]d,%d.%%[1]d", i*i%7))
	}
	index := one("data.csv", lines("id,feature,label", 12, "p%02[1]d,feat/f%[1]d.npy,@"))
	checkSituations(t, []situation{
		{name: "arrays by path", files: with(arrays, index), want: "records 12\nmodalities feat\nlabelled 12\nfeat table 12: f0 f1\nfeat p02 f0 = 4.5\nfeat p12 f1 = 2.25"},
		{name: "arrays by path, no ids", files: with(arrays, one("data.csv", lines("feature,label", 12, "feat/f%[1]d.npy,@"))), want: "records 12\nlabelled 12\nfeat f2 f0 = 4.5"},
		{name: "arrays beside images", files: with(arrays, pictures(12, "img/p%02d.png"), one("data.csv", lines("id,feature,image,label", 12, "p%02[1]d,feat/f%[1]d.npy,img/p%02[1]d.png,@"))),
			want: "records 12\nmodalities feat image\nfeat p02 f0 = 4.5\nimage image 12"},
		{name: "series by path", files: with(series, one("data.csv", lines("id,series,label", 12, "p%02[1]d,ts/s%[1]d.csv,@"))), want: "records 12\nmodalities ts\nlabelled 12\nts p02 acc.t1 = 4.1\nts p02 acc.t8 = 4.8"},
		{name: "some without", files: with(arrays, one("data.csv", strings.Replace(lines("id,feature,label", 12, "p%02[1]d,feat/f%[1]d.npy,@"), "feat/f3.npy", "none", 1))), want: "records 12\nfeat table 11\nfeat p03 is no-row\nsays feat/f3.npy + no table names the file\nsays 1 id is in no modality"},
	})
}

func TestSiblingsOfMedia(t *testing.T) {
	coco := `{"images": [%s], "annotations": [%s], "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]}`
	var images, annotations []string
	for i := 1; i <= 6; i++ {
		images = append(images, fmt.Sprintf(`{"id": %d, "file_name": "p%02d.png"}`, i, i))
		annotations = append(annotations, fmt.Sprintf(`{"id": %d, "image_id": %d, "category_id": %d}`, i, i, i%2+1))
	}
	visits := map[string]string{}
	for i := 1; i <= 6; i++ {
		visits[fmt.Sprintf("sub-%02d/ses-1/T1w.png", i)], visits[fmt.Sprintf("sub-%02d/ses-2/T1w.png", i)] = fmt.Sprintf("made 16 %d", i), fmt.Sprintf("made 16 %d", i+20)
	}
	checkSituations(t, []situation{
		{name: "COCO", files: with(pictures(6, "img/p%02d.png"), one("annotations.json", fmt.Sprintf(coco, strings.Join(images, ","), strings.Join(annotations, ",")))),
			want: "records 6\nmodalities image\nsays annotations.json:annotations + COCO + left out"},
		{name: "a plot beside", files: with(pictures(12, "image/p%02d.png"), one("plots/all.png", "made 16 99"), one("labels.csv", labels(12))), want: "records 12\nimage image 12\nsays plots/all.png + of no record"},
		{name: "visits as folders", files: visits, want: "records 6\nsays called like visits + sub-01_ses-1"},
		{name: "classes in names", files: with(pictures(6, "cat.%d.png"), several(6, "dog.%d.png", "made 20 %d")), want: "records 12\nlabelled 0\nsays begin with cat, dog + may be classes"},
		{name: "blanks of addresses", files: with(pictures(6, "img/a p%02d.png"), one("index.csv", lines("id,image,label", 6, "p%02[1]d,img/a%%20p%02[1]d.png,@"))), want: "records 6\nimage image 6"},
		{name: "few ids in common", files: with(one("blood.csv", lines("id,crp", 20, "p%02[1]d,%[1]d.5")), one("urine.csv", strings.NewReplacer("q01", "p01", "q02", "p02").Replace(lines("id,ph", 20, "q%02[1]d,%[1]d.5")))),
			want: "records 38\nsays urine.csv + only 2 of its 20 ids are known elsewhere"},
		{name: "records with a label alone", files: with(one("meta.csv", lines("id,site,label", 12, "p%02[1]d,s1,@")), one("blood.csv", lines("id,crp", 10, "p%02[1]d,%[1]d.5"))),
			want: "records 12\nlabelled 12\nblood p11 is no-row\nsays meta.csv + 2 ids are in no modality"},
		{name: "a part that few have", files: with(one("blood.csv", lines("id,crp", 40, "p%02[1]d,%[1]d.5")), one("urine.csv", lines("id,ph", 3, "p%02[1]d,%[1]d.5"))), want: "records 40\nurine table 3\nsilent"},
	})
}
