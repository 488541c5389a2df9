package layout

import (
	"slices"
	"testing"

	"lacuna/dataset"
)

func TestManifests(t *testing.T) {
	img := []string{"img/p1.png", "img/p2.png", "snd/p1.wav", "snd/p2.wav"}
	with := func(list ...string) []string { return append(slices.Clone(img), list...) }
	checkAll(t, []situation{
		{"images and sounds", dataset.Import{}, with("index.csv: id,image_path,sound,age|1,img/p1.png,./snd/p1.wav,30|2,img\\p2.png,snd/p2.wav,31"),
			[]string{"manifest", "data index.csv table", "  image image of image_path: img/p1.png img/p2.png", "  audio sound of sound: snd/p1.wav snd/p2.wav"}, ""},
		{"cells without a path", dataset.Import{}, with("index.csv: id,image|1,img/p1.png|2,none|3,img/p2.png|4,-|5,|6,img/", "x.csv: id,s|1,snd/p1.wav|2,snd/p2.wav"),
			[]string{"manifest", "data index.csv table", "  image image of image: img/p1.png null img/p2.png null null null", "data x.csv x", "  audio s of s: snd/p1.wav snd/p2.wav"}, "1 path of 3 names a folder, such as img/"},
		{"quotes and no endings", dataset.Import{}, with("index.csv: id,image,sound|1,'img/p1.png',snd/p1|2,'img/p2.png',snd/p2"),
			[]string{"manifest", "data index.csv table", "  image image of image: img/p1.png img/p2.png", "  audio sound of sound: snd/p1.wav snd/p2.wav"}, "cells are in single quotes"},
		{"two kinds in a column", dataset.Import{}, with("index.csv: id,file|1,img/p1.png|2,snd/p2.wav|3,img/p2.png|4,snd/p1.wav"),
			[]string{"manifest", "data index.csv table", "  audio audio of file: null snd/p2.wav null snd/p1.wav", "  image image of file: img/p1.png null img/p2.png null"}, ""},
		{"several files in a cell", dataset.Import{}, with(`index.csv: id,image,sound|1,img/p1.png;img/p2.png,"['snd/p1.wav', 'snd/p2.wav']"|2,img/p2.png,snd/p2.wav`),
			[]string{"manifest", "data index.csv table", "  image image of image: img/p1.png img/p2.png", "  image image 2 of image: img/p2.png null",
				"  audio sound of sound: snd/p1.wav snd/p2.wav", "  audio sound 2 of sound: snd/p2.wav null"}, "cells name up to 2 files"},
		{"Hugging Face", dataset.Import{}, []string{"img/metadata.csv: file_name,label|p1.png,a|p2.png,b", "img/p1.png", "img/p2.png"},
			[]string{"manifest", "data img/metadata.csv table", "  image image of file_name: img/p1.png img/p2.png"}, ""},
		{"Hugging Face in parts", dataset.Import{}, []string{"train/metadata.csv: file_name,label|1.png,a|2.png,b", "test/metadata.csv: file_name,label|1.png,a", "train/1.png", "train/2.png", "test/1.png"},
			[]string{"manifest", "data train/metadata.csv + test/metadata.csv table train,train,test", "  image image of file_name: train/1.png train/2.png test/1.png"}, ""},
		{"wrong case and place", dataset.Import{}, with("index.csv: id,image|1,img/P1.PNG|2,p2.png|3,/srv/x/img/p1.png|4,../../x.png"),
			[]string{"manifest", "data index.csv table", "  image image of image: no-file no-file unreadable unreadable", "audio snd: p1=snd/p1.wav p2=snd/p2.wav"}, "take them with --join path"},
		{"wrong place, joined", dataset.Import{Join: []string{"path"}}, with("index.csv: id,image|1,img/P1.PNG|2,p2.png|3,/srv/x/img/p1.png|4,../../x.png"),
			[]string{"manifest", "data index.csv table", "  image image of image: img/p1.png img/p2.png img/p1.png unreadable", "audio snd: p1=snd/p1.wav p2=snd/p2.wav"}, "as the import says (join: path)"},
		{"addresses and other types", dataset.Import{}, with("img/p3.heic", "index.csv: id,image|1,https://example.org/x.png|2,img/p3.heic|3,img/p1.png|4,img/p2.png"),
			[]string{"manifest", "data index.csv table", "  image image of image: unsupported unsupported img/p1.png img/p2.png", "audio snd: p1=snd/p1.wav p2=snd/p2.wav"}, "address in a network"},
		{"numbers beside", dataset.Import{}, with("index.csv: id,image,table.beds,table.area|1,img/p1.png,2,30|2,img/p2.png,3,40", "s.csv: id,snd|1,snd/p1.wav|2,snd/p2.wav"),
			[]string{"manifest", "data index.csv index", "  image image of image: img/p1.png img/p2.png", "  table: beds area", "data s.csv s", "  audio snd of snd: snd/p1.wav snd/p2.wav"}, ""},
		{"twin columns", dataset.Import{}, with("index.csv: id,image,image_path|1,img/p1.png,img/p2.png|2,img/p2.png,img/p1.png"),
			[]string{"manifest", "data index.csv table", "  image image of image: img/p1.png img/p2.png", "  image image_path of image_path: img/p2.png img/p1.png", "audio snd: p1=snd/p1.wav p2=snd/p2.wav"}, ""},
	})
}

func TestTwoForms(t *testing.T) {
	list := []string{"media/p1.png", "media/p2.png", "image.csv: id,f0|p1,1|p2,2", "media.csv: id,image|p1,media/p1.png|p2,media/p2.png", "labels.csv: id,label|p1,a|p2,b"}
	situation{"", dataset.Import{}, list, []string{"folder-csv", "data image.csv image", "labels labels.csv labels", "left out media.csv media", "  image image of image: media/p1.png media/p2.png"}, "--reader manifest reads the files"}.check(t)
	situation{"", dataset.Import{Reader: manifest}, list, []string{"manifest", "left out image.csv image", "labels labels.csv labels", "data media.csv table", "  image image of image: media/p1.png media/p2.png"}, "the table is left out"}.check(t)
}
