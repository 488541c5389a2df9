package layout

import (
	"testing"

	"lacuna/dataset"
)

func TestFolders(t *testing.T) {
	checkAll(t, []situation{
		{"one folder per modality", dataset.Import{}, []string{"image/p1.png", "image/p2.png", "audio/p1.wav", "audio/p3.wav", "labels.csv: id,label|p1,a|p2,b|p3,a"},
			[]string{"media-folders", "labels labels.csv labels", "audio audio: p1=audio/p1.wav p3=audio/p3.wav", "image image: p1=image/p1.png p2=image/p2.png"}, ""},
		{"classes", dataset.Import{}, []string{"cat/1.png", "cat/2.png", "dog/3.png", "dog/4.png"},
			[]string{"class-folders", "image image: 1=cat/1.png 2=cat/2.png 3=dog/3.png 4=dog/4.png", "labels: 1=cat 2=cat 3=dog 4=dog"}, ""},
		{"the same as classes", dataset.Import{Reader: classFolders}, []string{"cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"},
			[]string{"class-folders", "image image: cat/1=cat/1.png cat/2=cat/2.png dog/1=dog/1.png dog/2=dog/2.png", "labels: cat/1=cat cat/2=cat dog/1=dog dog/2=dog"}, ""},
		{"parts of classes", dataset.Import{}, []string{"train/cat/1.png", "train/cat/2.png", "train/dog/3.png", "train/dog/4.png", "Val/cat/5.png", "Val/dog/6.png"},
			[]string{"class-folders", "image image: 5=Val/cat/5.png 6=Val/dog/6.png 1=train/cat/1.png 2=train/cat/2.png 3=train/dog/3.png 4=train/dog/4.png",
				"labels: 1=cat 2=cat 3=dog 4=dog 5=cat 6=dog", "splits: 1=train 2=train 3=train 4=train 5=Val 6=Val"}, ""},
		{"parts of modalities", dataset.Import{}, []string{"train/image/1.png", "train/audio/1.wav", "test/image/2.png", "test/audio/2.wav"},
			[]string{"media-folders", "audio audio: 2=test/audio/2.wav 1=train/audio/1.wav", "image image: 2=test/image/2.png 1=train/image/1.png", "splits: 1=train 2=test"}, ""},
		{"modalities of parts, names begin anew", dataset.Import{}, []string{"image/train/1.png", "image/test/1.png"},
			[]string{"media-folders", "image image: test/1=image/test/1.png train/1=image/train/1.png", "splits: test/1=test train/1=train"}, "the part belongs to the id"},
		{"one folder per record", dataset.Import{}, []string{"p1/image.png", "p1/audio.wav", "p2/image.png", "p2/audio.wav", "p3/image.png"},
			[]string{"record-folders", "audio audio: p1=p1/audio.wav p2=p2/audio.wav", "image image: p1=p1/image.png p2=p2/image.png p3=p3/image.png"}, ""},
		{"BIDS", dataset.Import{}, []string{"participants.tsv: participant_id\tage|sub-1\t30|sub-2\t31", "sub-1/anat/sub-1_T1w.png", "sub-1/anat/sub-1_FLAIR.png", "sub-2/anat/sub-2_T1w.png", "sub-2/beh/sub-2_rec.wav"},
			[]string{"record-folders", "data participants.tsv participants", "image FLAIR: sub-1=sub-1/anat/sub-1_FLAIR.png", "image T1w: sub-1=sub-1/anat/sub-1_T1w.png sub-2=sub-2/anat/sub-2_T1w.png", "audio rec: sub-2=sub-2/beh/sub-2_rec.wav"}, ""},
		{"endings of names", dataset.Import{}, []string{"p1_image.png", "p1_flair.png", "p2_image.png", "p2_flair.png", "p3_image.png"},
			[]string{"media-folders", "image flair: p1=p1_flair.png p2=p2_flair.png", "image image: p1=p1_image.png p2=p2_image.png p3=p3_image.png"}, ""},
		{"several files per record", dataset.Import{}, []string{"image/a_1.png", "image/a_2.png", "image/b_1.png", "image/b_2.png", "image/c_1.png", "labels.csv: id,label|a,x|b,y|c,x"},
			[]string{"media-folders", "labels labels.csv labels", "image image: a=image/a_1.png b=image/b_1.png c=image/c_1.png", "image image 2: a=image/a_2.png b=image/b_2.png"}, "up to 2 files of one modality"},
		{"numbers in names", dataset.Import{}, []string{"image/img_1.png", "image/img_2.png", "image/img_3.png"},
			[]string{"media-folders", "image image: img_1=image/img_1.png img_2=image/img_2.png img_3=image/img_3.png"}, ""},
		{"captions beside images", dataset.Import{}, []string{"x/p1.png", "x/p1.txt", "x/p2.png", "x/p2.txt", "x/p3.png"},
			[]string{"media-folders", "image x: p1=x/p1.png p2=x/p2.png p3=x/p3.png", "text x text: p1=x/p1.txt p2=x/p2.txt"}, ""},
		{"types that are not understood", dataset.Import{}, []string{"image/p1.png", "image/p2.heic", "image/p3.nii.gz", "video/p1.mp4"},
			[]string{"media-folders", "image image: p1=image/p1.png p2=unsupported p3=unsupported"}, "video/p1.mp4"},
		{"a folder of plots", dataset.Import{}, []string{"image/p1.png", "image/p2.png", "plots/fig.png", "labels.csv: id,label|p1,a|p2,b"},
			[]string{"media-folders", "labels labels.csv labels", "image image: p1=image/p1.png p2=image/p2.png"}, "plots/fig.png"},
		{"sites", dataset.Import{}, []string{"north/p1.png", "north/p2.png", "south/p3.png", "south/p4.png", "labels.csv: id,label|p1,a|p2,b|p3,a|p4,b"},
			[]string{"class-folders", "labels labels.csv labels", "image image: p1=north/p1.png p2=north/p2.png p3=south/p3.png p4=south/p4.png", "groups: p1=north p2=north p3=south p4=south"}, ""},
		{"ids with endings", dataset.Import{}, []string{"image/p1.png", "image/p2.png", "clinical.csv: id,age|p1.png,30|p2.png,31"},
			[]string{"media-folders", "data clinical.csv clinical", "image image: p1=image/p1.png p2=image/p2.png"}, "the endings are left out: p1"},
		{"twins", dataset.Import{}, []string{"image/p1.dcm", "image/p1.png", "image/p2.jpg", "image/p2.png"},
			[]string{"media-folders", "image image: p1=image/p1.png p2=image/p2.jpg"}, "image/p2.png : another file differs in its ending only, such as p2.jpg"},
		{"called like a table", dataset.Import{}, []string{"image/p1.png", "image.csv: id,x|p1,1"}, []string{"folder-csv", "data image.csv image"}, "has the same name"},
	})
}

// Files that are numbered anew in each folder are those of classes; files that
// are called by records are seen from several sides.
func TestNumbersThatBeginAnew(t *testing.T) {
	checkAll(t, []situation{
		{"names that begin anew in each folder", dataset.Import{}, []string{"cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"},
			[]string{"class-folders", "image image: cat/1=cat/1.png cat/2=cat/2.png dog/1=dog/1.png dog/2=dog/2.png", "labels: cat/1=cat cat/2=cat dog/1=dog dog/2=dog"}, "--reader media-folders"},
		{"the same as modalities", dataset.Import{Reader: mediaFolders}, []string{"cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"},
			[]string{"media-folders", "image cat: 1=cat/1.png 2=cat/2.png", "image dog: 1=dog/1.png 2=dog/2.png"}, ""},
		{"names of records in each folder", dataset.Import{}, []string{"cat/anna.png", "cat/ben.png", "dog/anna.png", "dog/ben.png"},
			[]string{"media-folders", "image cat: anna=cat/anna.png ben=cat/ben.png", "image dog: anna=dog/anna.png ben=dog/ben.png"}, "--reader class-folders"},
		{"sides of numbers", dataset.Import{}, []string{"left/1.png", "left/2.png", "right/1.png", "right/2.png"},
			[]string{"media-folders", "image left: 1=left/1.png 2=left/2.png", "image right: 1=right/1.png 2=right/2.png"}, "--reader class-folders"},
		{"numbers behind a word of cameras", dataset.Import{}, []string{"cat/IMG_1.png", "cat/IMG_2.png", "dog/dog 1.png", "dog/IMG_1.png"},
			[]string{"class-folders", "image image: cat/IMG_1=cat/IMG_1.png cat/IMG_2=cat/IMG_2.png dog/IMG_1=dog/IMG_1.png dog/dog 1=dog/dog 1.png",
				"labels: cat/IMG_1=cat cat/IMG_2=cat dog/IMG_1=dog dog/dog 1=dog"}, "--reader media-folders"},
		{"a table that knows the numbers", dataset.Import{}, []string{"bath/1.png", "bath/2.png", "bed/1.png", "bed/2.png", "prices.csv: id,price|1,10|2,20"},
			[]string{"media-folders", "data prices.csv prices", "image bath: 1=bath/1.png 2=bath/2.png", "image bed: 1=bed/1.png 2=bed/2.png"}, ""},
		{"groups in each class", dataset.Import{}, []string{"cat/mon/1.png", "cat/mon/2.png", "cat/tue/1.png", "dog/mon/1.png", "dog/mon/2.png", "dog/tue/1.png"},
			[]string{"class-folders", "image image: cat/mon/1=cat/mon/1.png cat/mon/2=cat/mon/2.png cat/tue/1=cat/tue/1.png dog/mon/1=dog/mon/1.png dog/mon/2=dog/mon/2.png dog/tue/1=dog/tue/1.png",
				"labels: cat/mon/1=cat cat/mon/2=cat cat/tue/1=cat dog/mon/1=dog dog/mon/2=dog dog/tue/1=dog", "groups: cat/mon/1=mon cat/mon/2=mon cat/tue/1=tue dog/mon/1=mon dog/mon/2=mon dog/tue/1=tue"},
			"groups of records"},
		{"parts of classes, numbers begin anew", dataset.Import{}, []string{"train/cat/1.png", "train/cat/2.png", "train/dog/1.png", "train/dog/2.png", "test/cat/1.png", "test/dog/1.png"},
			[]string{"class-folders", "image image: test/cat/1=test/cat/1.png test/dog/1=test/dog/1.png train/cat/1=train/cat/1.png train/cat/2=train/cat/2.png train/dog/1=train/dog/1.png train/dog/2=train/dog/2.png",
				"labels: test/cat/1=cat test/dog/1=dog train/cat/1=cat train/cat/2=cat train/dog/1=dog train/dog/2=dog",
				"splits: test/cat/1=test test/dog/1=test train/cat/1=train train/cat/2=train train/dog/1=train train/dog/2=train"}, "numbered anew in each folder"},
		{"few files in many folders", dataset.Import{}, []string{"a/1.png", "a/2.png", "b/1.png", "b/2.png", "c/1.png", "c/2.png", "d/1.png", "d/2.png"},
			[]string{"record-folders", "image image: a=a/1.png b=b/1.png c=c/1.png d=d/1.png", "image image 2: a=a/2.png b=b/2.png c=c/2.png d=d/2.png"}, "--reader class-folders"},
	})
}
