package format_test

import (
	"fmt"
	"strings"
	"testing"

	"lacuna/dataset"
)

func TestNamesWithoutTheFolder(t *testing.T) {
	img := pictures(12, "img/p%02d.png")
	named := func(pattern string) map[string]string { return one("labels.csv", lines("file,label", 12, pattern)) }
	checkSituations(t, []situation{
		{name: "in a table of labels", files: with(img, named("p%02[1]d.png,@")), want: "records 12\nmodalities image\nimage image 12\nclasses no=6 yes=6\nsays 12 files are named without the folder"},
		{name: "in two folders", files: with(pictures(6, "a/x%02d.png"), pictures(6, "b/y%02d.png"), one("labels.csv", study("file,label", 12, func(i int) string {
			return fmt.Sprintf("%c%02d.png,%s", "xy"[i/6], i%6+1, classWords[i%2])
		}))), want: "records 12\nimage image 12\nclasses neg=6 pos=6\nsays x01.png for a/x01.png"},
		{name: "one file is not there", files: with(without(img, "img/p03.png"), named("p%02[1]d.png,@")), want: "records 12\nimage image 11\nimage p03 is no-file\nlabelled 12"},
		{name: "several a cell", files: with(img, one("index.csv", study("id,image,label", 6, func(i int) string {
			return fmt.Sprintf("r%d,p%02d.png;p%02d.png,%s", i, 2*i+1, 2*i+2, classWords[i%2])
		}))), want: "records 6\nimage image 6\nsays cells name up to 2 files"},
		{name: "two files of one name", files: with(img, pictures(12, "old/p%02d.png"), named("p%02[1]d.png,@")), want: "fails none of the 12 files + p01.png"},
		{name: "another case", files: with(img, named("P%02[1]d.png,@")), want: "fails P01.png + img/p01.png + --join path"},
		{name: "another case, joined", files: with(img, named("P%02[1]d.png,@")), imp: dataset.Import{Join: []string{"path"}}, want: "records 12\nimage image 12"},
		{name: "half are not there", files: with(pictures(6, "img/p%02d.png"), named("p%02[1]d.png,@")), want: "fails --join path"},
	})
}

func TestLabelsInTexts(t *testing.T) {
	img := pictures(12, "img/p%02d.png")
	var list []situation
	for _, pattern := range []string{"p%02[1]d.png @", "p%02[1]d.png\t@", "p%02[1]d.png,@", "p%02[1]d.png; @", "img/p%02[1]d.png @"} {
		list = append(list, situation{name: strings.TrimSpace(pattern), files: with(img, one("labels.txt", headless(pattern, 12))),
			want: "records 12\nmodalities image\nimage image 12\nclasses no=6 yes=6\nsays labels.txt + no header"})
	}
	checkSituations(t, append(list,
		situation{name: "stems", files: with(img, one("labels.txt", headless("p%02[1]d @", 12))), want: "records 12\nmodalities img\nimg image 12\nclasses no=6 yes=6\nsays c1 + its values are ids"},
		situation{name: "a header", files: with(img, one("labels.txt", lines("file label", 12, "p%02[1]d.png @"))), want: "records 12\nimage image 12\nclasses no=6 yes=6"},
		situation{name: "in the folder of the images", files: with(img, one("img/labels.txt", headless("p%02[1]d.png @", 12))), want: "records 12\nmodalities image\nimage image 12\nclasses no=6 yes=6"},
		situation{name: "a table without a header", files: with(img, one("labels.csv", headless("p%02[1]d.png,@", 12))), want: "records 12\nmodalities image\nimage image 12\nclasses no=6 yes=6"},
		situation{name: "classes in lists of the parts", files: with(img, one("train.txt", headless("img/p%02[1]d.png @", 8)), one("test.txt", "p09.png no\np10.png yes\np11.png no\np12.png yes\n")),
			want: "records 12\nmodalities img\nimg image 12\nclasses no=6 yes=6\nparts train=8 test=4\nsilent"},
		situation{name: "lists where not every line has a class", files: with(img, one("train.txt", headless("p%02[1]d @", 8)), one("test.txt", "p09\np10\np11\np12\n")), want: "records 12\nlabelled 0\nparts train=8 test=4"},
		situation{name: "another word in every line", files: with(img, one("train.txt", headless("p%02[1]d w%[1]d", 12))), want: "records 12\nlabelled 0"},
		situation{name: "a text of one record", files: with(img, several(12, "txt/p%02d.txt", "a word of %d")), want: "records 12\nmodalities img txt\ntxt text 12"},
	))
}

// headless is lines without a header.
func headless(pattern string, n int) string {
	_, body, _ := strings.Cut(lines("", n, pattern), "\n")
	return body
}
