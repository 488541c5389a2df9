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
		{"names that begin anew in each folder", dataset.Import{}, []string{"cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"},
			[]string{"media-folders", "image cat: 1=cat/1.png 2=cat/2.png", "image dog: 1=dog/1.png 2=dog/2.png"}, "--reader class-folders"},
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
