// Package ui is the window: four linked panes, an inspector, and widgets that
// hold no logic. What they show and do is in package vm, which knows no Fyne.
package ui
