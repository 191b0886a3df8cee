"""Test a trained network: model.npz of the current directory, on images it has not seen.

Prints the share of images that are read right, and writes confusion.csv: one row per true digit,
one column per digit that the network read.
"""

import numpy as np
from train import forward, load_data


def main():
    with np.load("model.npz") as saved:
        model = dict(saved)
    images, labels = load_data()[2]
    read = forward(model, images)[1].argmax(axis=1)
    confusion = np.zeros((10, 10), dtype=int)
    np.add.at(confusion, (labels, read), 1)
    header = ",".join(["true", *(f"read_{digit}" for digit in range(10))])
    rows = np.column_stack([np.arange(10), confusion])
    np.savetxt("confusion.csv", rows, fmt="%d", delimiter=",", header=header, comments="")
    print(f"test_accuracy: {(read == labels).mean():.4f}", flush=True)


if __name__ == "__main__":
    main()
