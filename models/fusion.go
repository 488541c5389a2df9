package models

import (
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

// Fusion builds the part of a network that joins the embeddings of the
// modalities into one embedding of the record. Each part has rows only for the
// records that have the modality.
type Fusion interface {
	Fuse(g *nn.Graph, parts []nn.Tensor) nn.Tensor
}

// Supervisor is a Fusion with losses of its own beside that of the classes.
type Supervisor interface {
	// FuseSupervised is Fuse that also returns those losses.
	FuseSupervised(g *nn.Graph, parts []nn.Tensor) (nn.Tensor, []nn.Term)
}

// Decider builds the other kind of fusion, of decisions in the place of
// embeddings: from the scores that a head of each modality gives to the classes,
// those of the record. Each tensor of scores has rows only for the records that
// have the modality. The softmax of an opinion is the probability of the classes.
type Decider interface {
	// Opinion turns the scores of a head into the modality's opinion.
	Opinion(g *nn.Graph, scores nn.Tensor) nn.Tensor
	// Decide returns the opinion that the modalities have together.
	Decide(g *nn.Graph, opinions []nn.Tensor) nn.Tensor
	// Loss is what trains an opinion, a modality's own or the joint one.
	Loss(g *nn.Graph, opinion nn.Tensor, o nn.CrossEntropyOptions) nn.Loss
}

// Doubter is a Decider that tells how much of its belief goes to no class.
type Doubter interface {
	// Uncertainty is 0…1, from the joint opinion of one record.
	Uncertainty(opinion []float32) float64
}

// Explainer is a Fusion that tells how much each modality counted.
type Explainer interface {
	// Explanations names the outputs that Fuse declares.
	Explanations() []string
	// Shares turns those outputs for one record into a weight of each part.
	// The weights need not add up to 1.
	Shares(dst []float64, outputs [][]float32)
}

// absentSpec is the parameter that says what stands in the place of an absent
// modality.
func absentSpec(standard string) param.Spec {
	return param.Spec{
		Name: "absent", Title: "Absent modality", Type: param.Choice, Default: standard,
		Choices: []string{"bypass", "token", "pattern-token", "zero"},
		Help:    "What stands in its place: nothing (bypass), a learned vector per modality, a learned vector per modality and pattern (at most 10 modalities), or zeros.",
	}
}

// absentFrom reads the parameter.
func absentFrom(p param.Values) nn.Absent {
	return map[string]nn.Absent{
		"bypass": nn.Masked, "token": nn.Token, "pattern-token": nn.PatternToken, "zero": nn.Zero,
	}[p.String("absent")]
}
