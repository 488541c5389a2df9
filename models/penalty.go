package models

import (
	"lacuna/internal/learn/logistic"
	"lacuna/internal/param"
)

// penaltyParams are the parameters of every model that is made of logistic
// regressions.
func penaltyParams() []param.Spec {
	return []param.Spec{
		{
			Name: "tune", Title: "Choose the penalty", Type: param.Bool, Default: true,
			Help: "Choose C from 0.0001 to 10 by the log-loss on the validation records (or on a fifth of the training records, where there are none).",
		},
		{
			Name: "c", Title: "C", Type: param.Float, Default: 1.0, Min: 1e-6, Max: 1e6,
			Help: "Inverse strength of the L2 penalty, as in scikit-learn, where it is not chosen: small values shrink the weights.",
		},
	}
}

func penaltyFrom(p param.Values) logistic.Penalty {
	return logistic.Penalty{Tune: p.Bool("tune"), C: p.Float("c")}
}
