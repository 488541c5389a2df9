package models

import (
	"lacuna/internal/nn"
	"lacuna/internal/param"
)

// classWeightsSpec is the parameter that says how much the records of each
// class count in training.
func classWeightsSpec() param.Spec {
	return param.Spec{
		Name: "class-weights", Title: "Class weights", Type: param.Choice, Default: "none",
		Choices: []string{"none", "balanced"},
		Help:    "Whether all records count alike in training (none) or all classes do (balanced): then rare classes are found more often, and frequent ones called less often.",
	}
}

// balancedWeights returns a weight for each class, such that all classes with a
// label have the same weight in sum and the mean weight of a label is 1.
func balancedWeights(labels []int, classes int) []float32 {
	counts, seen := make([]int, classes), 0
	for _, c := range labels {
		if counts[c]++; counts[c] == 1 {
			seen++
		}
	}
	weights := make([]float32, classes)
	for c, n := range counts {
		if n > 0 {
			weights[c] = float32(len(labels)) / float32(seen*n)
		}
	}
	return weights
}

// goal is what a network is to learn.
type goal struct {
	classes int
	train   nn.CrossEntropyOptions
	stop    nn.CrossEntropyOptions // of the loss by which training is stopped
}

// goal returns the goal of a training on records with the given labels.
func (t training) goal(labels []int, classes int) goal {
	g := goal{classes: classes, train: nn.CrossEntropyOptions{Smoothing: t.smoothing}}
	if t.balanced {
		g.train.ClassWeights = balancedWeights(labels, classes)
		g.stop.ClassWeights = g.train.ClassWeights
	}
	return g
}
