package format_test

import (
	"fmt"
	"strings"
	"testing"
)

// index is a table that names images, with more columns behind.
func index(header string, n int, pattern string) map[string]string {
	return with(pictures(n, "img/p%02d.png"), one("index.csv", lines(header, n, pattern)))
}

// mixed is what most people have.
var mixed = index("id,image_path,age,text,label", 12, "p%02[1]d,img/p%02[1]d.png,3%[1]d,patient %[1]d is well and happy,@")

func edited(files map[string]string, old, new string) map[string]string {
	all := with(files)
	all["index.csv"] = strings.ReplaceAll(all["index.csv"], old, new)
	return all
}

const mixedRead = `records 12
	modalities image table text
	table table 12: age
	text text 12
	text p02 = patient 2 is well and happy
	classes no=6 yes=6
	`

func TestTablesThatNameFiles(t *testing.T) {
	both := with(pictures(12, "img/p%02d.png"), sounds(12, "snd/p%02d.wav"))
	rows := func(header, pattern string) map[string]string {
		return with(both, one("index.csv", lines(header, 12, pattern)))
	}
	plain := "p%02[1]d,img/p%02[1]d.png,snd/p%02[1]d.wav,@"
	checkSituations(t, []situation{
		{name: "images, a number, texts and labels", files: mixed, want: mixedRead + "image image 12"},
		{name: "none in one cell", files: edited(mixed, "img/p03.png", "none"), want: mixedRead + "image image 11\nimage p03 is null"},
		{name: "a dash in one cell", files: edited(mixed, "img/p03.png", "-"), want: mixedRead + "image image 11\nimage p03 is null"},
		{name: "an empty cell", files: edited(mixed, "img/p03.png", ""), want: mixedRead + "image image 11\nimage p03 is null"},
		{name: "a folder in one cell", files: edited(mixed, "img/p03.png", "img/"), want: mixedRead + "image image 11"},
		{name: "a file that is not there", files: without(mixed, "img/p03.png"), want: mixedRead + "image image 11\nimage p03 is no-file\nsays p03.png"},
		{name: "a file that is broken", files: with(mixed, one("img/p03.png", "no picture")), want: mixedRead + "image image 11\nimage p03 is unreadable\nsays p03"},
		{name: "an address in one cell", files: edited(mixed, "img/p03.png", "https://example.org/p03.png"), want: mixedRead + "image image 11\nimage p03 is unsupported\nsays https"},
		{name: "an ending that is not understood", files: with(edited(without(mixed, "img/p03.png"), "img/p03.png", "img/p03.dcm"), one("img/p03.dcm", "DICM")), want: mixedRead + "image image 11\nimage p03 is unsupported\nsays dcm"},
		{name: "another case of names", files: edited(mixed, "img/p", "img/P"), want: "fails img/P01.PNG + img/p01.png + --join path"},
		{name: "absolute paths of another machine", files: edited(mixed, "img/", "/mnt/disk/study/img/"), want: "fails /mnt/disk/study/img/p01.png + img/p01.png + --join path"},
		{name: "several captions an image", files: with(pictures(6, "img/p%02d.png"), one("index.csv", study("image,caption,label", 12, func(i int) string {
			return fmt.Sprintf("img/p%02d.png,a caption %d of this picture,%s", i/2+1, i, classWords[i/2%2])
		}))), want: "records 12\nmodalities caption image\nimage image 12\ncaption text 12\nclasses neg=6 pos=6"},
		{name: "images and sounds", files: rows("id,image,sound,label", plain), want: "records 12\nmodalities image sound\nimage image 12\nsound audio 12"},
		{name: "names without the folder", files: rows("id,image,sound,label", "p%02[1]d,p%02[1]d.png,p%02[1]d.wav,@"), want: "records 12\nmodalities image sound\nimage image 12\nsound audio 12\nclasses no=6 yes=6\nsays image + 12 files are named without the folder + p01.png for img/p01.png\nsays sound + 12 files + snd/p01.wav"},
		{name: "paths without an ending", files: rows("id,image,sound,label", "p%02[1]d,img/p%02[1]d,snd/p%02[1]d,@"), want: "records 12\nimage image 12\nsound audio 12"},
		{name: "paths in single quotes", files: rows("id,image,sound,label", "p%02[1]d,'img/p%02[1]d.png','snd/p%02[1]d.wav',@"), want: "records 12\nimage image 12\nsound audio 12"},
		{name: "backslashes", files: rows("id,image,sound,label", `p%02[1]d,img\p%02[1]d.png,snd\p%02[1]d.wav,@`), want: "records 12\nimage image 12\nsound audio 12"},
		{name: "a split by true and false", files: with(both, one("index.csv", study("id,image,sound,label,is_test", 12, func(i int) string {
			return fmt.Sprintf("p%02d,img/p%02d.png,snd/p%02d.wav,%s,%s", i+1, i+1, i+1, classWords[i%2], [2]string{"False", "True"}[i/9])
		}))), want: "records 12\nmodalities image sound\nparts train=9 test=3"},
		{name: "two numbers and an image", files: index("id,image,age,bmi,label", 12, "p%02[1]d,img/p%02[1]d.png,3%[1]d,21.%[1]d,@"), want: "modalities image table\ntable table 12: age bmi\nclasses no=6 yes=6"},
		{name: "an image and a sound in one column", files: with(both, one("index.csv", study("id,file,label", 12, func(i int) string {
			return fmt.Sprintf("p%02d,%s,%s", i+1, [2]string{fmt.Sprintf("img/p%02d.png", i+1), fmt.Sprintf("snd/p%02d.wav", i+1)}[i%2], classWords[i/2%2])
		}))), want: "records 12\nsays img/p02.png"},
		{name: "all are addresses", files: rows("id,image,label", "p%02[1]d,https://example.org/p%02[1]d.png,@"), want: "fails https"},
		{name: "all files are missing", files: with(one("index.csv", lines("id,image,label", 12, "p%02[1]d,elsewhere/p%02[1]d.png,@"))), want: "fails elsewhere/p01.png"},
		{name: "one image for all", files: index("id,image,age,label", 12, "p%02[1]d,img/p01.png,3%[1]d,@"), want: "records 12\nimage image 12\nsays image + 12"},
		{name: "Hugging Face, table in the folder", files: with(pictures(12, "p%02d.png"), one("metadata.csv", lines("file_name,text,label", 12, "p%02[1]d.png,a caption of the picture %[1]d,@"))), want: "records 12\nmodalities image text\nimage image 12\ntext text 12\nclasses no=6 yes=6"},
		{name: "Hugging Face, one level higher", files: with(pictures(12, "img/p%02d.png"), one("img/metadata.csv", lines("file_name,text,label", 12, "p%02[1]d.png,a caption of the picture %[1]d,@"))), want: "records 12\nmodalities image text\nclasses no=6 yes=6"},
		{name: "Hugging Face, JSON lines", files: with(pictures(12, "img/p%02d.png"), one("img/metadata.jsonl", lines("", 12, `{"file_name":"p%02[1]d.png","text":"a caption of it, %[1]d","label":"@"}`)[1:])), want: "records 12\nmodalities image text\nclasses no=6 yes=6"},
		{name: "Hugging Face with numbers", files: with(pictures(12, "img/p%02d.png"), one("metadata.csv", lines("file_name,age,label", 12, "img/p%02[1]d.png,3%[1]d,@"))), want: "modalities image table\ntable table 12: age"},
	})
}

func TestFoldersAsPeopleKeepThem(t *testing.T) {
	media := with(pictures(8, "image/p%02d.png"), sounds(8, "audio/p%02d.wav"), one("labels.csv", labels(8)))
	const mediaRead = "records 8\nmodalities audio image\nimage image 8\naudio audio 8\nclasses no=4 yes=4\n"
	urine := one("urine.csv", lines("id,ph,glu", 12, "p%02[1]d,6.%[1]d,%[1]d.75"))
	checkSituations(t, []situation{
		{name: "a folder a modality", files: media, want: mediaRead + "silent"},
		{name: "ids with the file ending", files: with(media, one("labels.csv", lines("id,label", 8, "p%02[1]d.png,@"))), want: "records 8\nimage image 8\naudio audio 8\nlabelled 8\nsays p01.png"},
		{name: "stems with the modality behind", files: with(pictures(8, "image/p%02d_img.png"), sounds(8, "audio/p%02d_aud.wav"), one("labels.csv", labels(8))), want: "fails p01 + p01_aud + --join stem"},
		{name: "a folder a record", files: with(pictures(8, "p%02d/image.png"), sounds(8, "p%02d/audio.wav"), one("labels.csv", labels(8))), want: mediaRead},
		{name: "split folders first", files: with(pictures(5, "train/image/p%02d.png"), sounds(5, "train/audio/p%02d.wav"), pictures(3, "test/image/q%02d.png"), sounds(3, "test/audio/q%02d.wav")),
			want: "records 8\nmodalities audio image\nparts train=5 test=3"},
		{name: "a folder a class", files: with(pictures(6, "cat/cat%02d.png"), pictures(6, "dog/dog%02d.png")), want: "records 12\n* image 12\nclasses cat=6 dog=6"},
		{name: "split, then class", files: with(pictures(3, "train/cat/a%02d.png"), pictures(3, "train/dog/b%02d.png"), pictures(3, "test/cat/c%02d.png"), pictures(3, "test/dog/d%02d.png")),
			want: "records 12\n* image 12\nclasses cat=6 dog=6\nparts train=6 test=6"},
		{name: "several images a record", files: with(pictures(8, "image/p%02d_1.png"), pictures(8, "image/p%02d_2.png"), sounds(8, "audio/p%02d.wav"), one("labels.csv", labels(8))), want: "records 8\nsays 2 files + modality of its own"},
		{name: "files of macOS and Windows", files: with(media, one("._labels.csv", "\x00\x05"), one(".DS_Store", "\x00"), one("image/Thumbs.db", "\x00"), one("__MACOSX/image/._p01.png", "\x00")), want: mediaRead + "silent"},
		{name: "a modality that vanishes", files: with(beside("blood.csv", blood), pictures(12, "image/scan%02d_left.png")), want: "fails image + scan01_left + p01"},
		{name: "a codebook", files: with(beside("blood.csv", blood), one("codebook.csv", "variable,meaning,unit\ncrp,C-reactive protein,mg/l\nwbc,white cells,1/nl\n")), want: read + "says codebook"},
		{name: "a table called mask", files: with(beside("blood.csv", blood), one("mask_volume.csv", lines("id,vol", 12, "p%02[1]d,%[1]d.125"))), want: "records 12\nmodalities blood mask_volume\nmask_volume table 12: vol"},
		{name: "a mask", files: with(beside("blood.csv", blood), urine, one("mask_half.csv", lines("id,blood,urine", 12, "p%02[1]d,1,0"))), want: "records 12\nmodalities blood urine\nblood table 12: crp wbc"},
		{name: "features.csv that holds them", files: beside("features.csv", blood), want: "records 12\n* table 12: crp wbc\nclasses no=6 yes=6"},
		{name: "tables in folders", files: with(one("tabular/blood.csv", blood), one("imaging/scan.csv", lines("id,vol", 12, "p%02[1]d,%[1]d.125")), one("labels.csv", labels(12))), want: "records 12\nblood table 12: crp wbc\nscan table 12: vol"},
		{name: "Kaggle", files: map[string]string{"train.csv": lines("id,age,bmi,target", 12, "%[1]d,3%[1]d,2%[1]d.5,@"), "test.csv": strings.ReplaceAll(lines("id,age,bmi", 6, "2%[1]d,3%[1]d,2%[1]d.5"), "\n\n", "\n"),
			"sample_submission.csv": lines("id,target", 6, "2%[1]d,0")}, want: "records 18\n* table 18: age bmi\nlabelled 12\nclasses no=6 yes=6\nparts train=12 test=6"},
		{name: "records in columns", files: with(one("rna.csv", "gene,"+strings.Join(strings.Fields(strings.ReplaceAll(lines("", 12, "p%02[1]d"), "\n", " ")), ",")+"\nG1,1,2,3,4,5,6,7,8,9,10,11,13\nG2,2,1,4,3,6,5,8,7,9,11,10,13\n"), one("labels.csv", labels(12))),
			want: "records 12\nrna table 12: G1 G2\nnumber rna p02 G1 2\nnumber rna p02 G2 1"},
		{name: "one row a feature", files: one("long.csv", study("sample,feature,view,value", 48, func(i int) string {
			return fmt.Sprintf("p%02d,%s,%s,%d.5", i/4+1, [4]string{"g1", "g2", "m1", "m2"}[i%4], [4]string{"rna", "rna", "meth", "meth"}[i%4], i)
		})), open: "long.csv", want: "records 12\nmodalities meth rna\nrna table 12: g1 g2\nnumber rna p02 g1 4.5\nnumber meth p02 m1 6.5"},
		{name: "JSON lines", files: one("notes.jsonl", lines("", 12, `{"id":"p%02[1]d","crp":%[1]d.5,"text":"the patient slept %[1]d hours","label":"@"}`)[1:]), open: "notes.jsonl", want: "records 12\nclasses no=6 yes=6\ntext text 12"},
		{name: "a file of a kind that is not read", files: with(beside("blood.csv", blood), urine, one("scan.nii.gz", "\x1f\x8bno"), one("cells.h5ad", "\x89HDF")), want: "records 12\nmodalities blood urine\nsays scan.nii.gz\nsays cells.h5ad"},
		{name: "a pickle alone", files: one("scan.pkl", "\x80\x04"), open: "scan.pkl", want: "fails pickle"},
		{name: "nothing", files: one("notes.md", "hello"), want: "fails no"},
	})
}

func TestSplitsAsPeopleSayThem(t *testing.T) {
	thirds := func(words ...string) map[string]string {
		return with(beside("blood.csv", blood), one("split.csv", study("id,split", 12, func(i int) string { return fmt.Sprintf("p%02d,%s", i+1, words[i%len(words)]) })))
	}
	checkSituations(t, []situation{
		{name: "capitals", files: thirds("Train", "Val", "Test"), want: "parts train=4 validation=4 test=4"},
		{name: "dev", files: thirds("train", "dev", "test"), want: "parts train=4 validation=4 test=4"},
		{name: "valid", files: thirds("TRAIN", "valid", "TEST"), want: "parts train=4 validation=4 test=4"},
		{name: "training and testing", files: thirds("training", "training", "testing"), want: "parts train=8 test=4"},
		{name: "lists", files: with(beside("blood.csv", blood), one("train.txt", "p01\np02\np03\np04\np05\np06\np07\np08\n"), one("test.txt", "p09\np10\np11\np12\n")), want: "parts train=8 test=4"},
		{name: "a table a part", files: map[string]string{"train.csv": lines("id,crp,wbc,label", 8, "p%02[1]d,%[1]d.5,%[1]d0,@"), "test.csv": lines("id,crp,wbc,label", 4, "q%02[1]d,%[1]d.5,%[1]d0,@")},
			want: "records 12\n* table 12: crp wbc\nparts train=8 test=4"},
		{name: "a folder a part", files: map[string]string{"train/blood.csv": lines("id,crp", 8, "p%02[1]d,%[1]d.5"), "train/labels.csv": labels(8),
			"test/blood.csv": lines("id,crp", 4, "q%02[1]d,%[1]d.5"), "test/labels.csv": strings.ReplaceAll(labels(4), "p", "q")},
			want: "records 12\nblood table 12: crp\nparts train=8 test=4\nclasses no=6 yes=6"},
		{name: "one-hot", files: with(beside("blood.csv", blood), one("split.csv", study("id,train,val,test", 12, func(i int) string {
			return fmt.Sprintf("p%02d,%s", i+1, [3]string{"1,0,0", "0,1,0", "0,0,1"}[i%3])
		}))), want: "parts train=4 validation=4 test=4"},
		{name: "an unknown word", files: thirds("train", "test", "zebra"), want: "fails zebra + split"},
	})
}

func TestWideTables(t *testing.T) {
	wide := func(header string) map[string]string {
		return one("data.csv", study("id,"+header+",label", 24, func(i int) string {
			return fmt.Sprintf("p%02d,%s,%s,%s,%s,%s", i+1, noise(i), noise(i+3), noise(i+5), noise(i+9), classWords[i%2])
		}))
	}
	const two = "records 24\nmodalities blood mri\nclasses neg=12 pos=12\n"
	checkSituations(t, []situation{
		{name: "underscores", files: wide("blood_crp,blood_wbc,mri_vol,mri_thick"), open: "data.csv", want: two + "blood table 24: crp wbc"},
		{name: "points", files: wide("blood.crp,blood.wbc,mri.vol,mri.thick"), open: "data.csv", want: two},
		{name: "dashes", files: wide("blood-crp,blood-wbc,mri-vol,mri-thick"), open: "data.csv", want: two},
		{name: "slashes", files: wide("blood/crp,blood/wbc,mri/vol,mri/thick"), open: "data.csv", want: two},
		{name: "blanks", files: wide("blood crp,blood wbc,mri vol,mri thick"), open: "data.csv", want: two},
		{name: "colons", files: wide("blood:crp,blood:wbc,mri:vol,mri:thick"), open: "data.csv", want: two},
		{name: "snake case of one table", files: wide("heart_rate,resp_rate,body_temp,blood_pressure"), open: "data.csv", want: "records 24\n* table 24: heart_rate resp_rate body_temp blood_pressure"},
	})
}
