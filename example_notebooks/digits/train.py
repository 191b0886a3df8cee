"""Train a network of one hidden layer on handwritten digits.

Every epoch prints its scalars as lines of "key: value", which is all that a run needs for its
curves. The trained weights go to model.npz in the current directory.
"""

import argparse
import sys

import numpy as np
from sklearn.datasets import load_digits

BATCH = 4


def load_data():
    """Pixels from 0 to 1 and labels: 1,197 images to train, 300 to validate, 300 to test."""
    images, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(labels))  # the same split in every run
    parts = np.split(order, [1197, 1497])
    return [(images[part] / 16, labels[part]) for part in parts]


def first_model(hidden, activation, rng):
    """Random weights, scaled by the number of inputs."""
    return {
        "w1": rng.normal(0, np.sqrt(2 / 64), (64, hidden)),
        "b1": np.zeros(hidden),
        "w2": rng.normal(0, np.sqrt(1 / hidden), (hidden, 10)),
        "b2": np.zeros(10),
        "activation": np.array(activation),
    }


def forward(model, images):
    """The hidden layer and, for each image, the probability of each digit."""
    hidden = images @ model["w1"] + model["b1"]
    hidden = np.maximum(hidden, 0) if model["activation"] == "relu" else np.tanh(hidden)
    scores = hidden @ model["w2"] + model["b2"]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return hidden, scores / scores.sum(axis=1, keepdims=True)


def step(model, images, labels, lr):
    """Move the weights against the gradient of the loss on one batch; return the loss."""
    rows = np.arange(len(labels))
    hidden, probabilities = forward(model, images)
    loss = -np.log(probabilities[rows, labels]).mean()
    error = probabilities
    error[rows, labels] -= 1
    error /= len(labels)
    slope = hidden > 0 if model["activation"] == "relu" else 1 - hidden**2
    error1 = (error @ model["w2"].T) * slope
    model["w2"] -= lr * hidden.T @ error
    model["b2"] -= lr * error.sum(axis=0)
    model["w1"] -= lr * images.T @ error1
    model["b1"] -= lr * error1.sum(axis=0)
    return loss


def accuracy(model, images, labels):
    """Share of the images that are read right."""
    return (forward(model, images)[1].argmax(axis=1) == labels).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--hidden", type=int, default=32)
    parser.add_argument("--activation", choices=["relu", "tanh"], default="relu")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.lr <= 0:
        sys.exit(f"train: the learning rate must be above 0, but lr is {args.lr:g}")

    rng = np.random.default_rng(args.seed)
    (images, labels), validation, _ = load_data()
    model = first_model(args.hidden, args.activation, rng)
    np.seterr(all="ignore")  # a diverging loss is reported below, once
    for epoch in range(1, args.epochs + 1):
        order = rng.permutation(len(labels))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        loss = np.mean([step(model, images[b], labels[b], args.lr) for b in batches])
        if not np.isfinite(loss):
            sys.exit(f"train: the loss diverged in epoch {epoch}: try lr below {args.lr:g}")
        print(f"step: {epoch}")
        print(f"loss: {loss:.4f}")
        print(f"accuracy: {accuracy(model, *validation):.4f}", flush=True)
    np.savez("model.npz", **model)


if __name__ == "__main__":
    main()
