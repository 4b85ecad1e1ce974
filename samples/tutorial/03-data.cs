#:project ../../src/Figment/Figment.csproj

// What the computer sees of handwritten digits. docs/tutorial/03-data.md

using Figment.Data.Images;
using Figment.Imaging;
using static TorchSharp.torch;

using ImageDataset mnist = Datasets.Mnist();
Console.WriteLine($"{mnist.Count:N0} images of {mnist.Shape}");
Console.WriteLine(string.Join("  ", mnist.ClassNames.Zip(mnist.ClassCounts, (name, count) => $"{name}: {count:N0}")));

// A batch: some images, gathered by their numbers, and their labels.
var batch = mnist.Gather(tensor([0L, 1L, 2L]));
Console.WriteLine($"a batch: {string.Join(" × ", batch.Items.shape)}, labels {string.Join(", ", batch.Labels!.data<long>())}");

// The first image as numbers: 0 is black and 1 is white, shown here as tenths.
using Tensor tenths = (batch.Items[0, 0] * 10).floor().clamp(0, 9);
for (int row = 5; row < 25; row++)
    Console.WriteLine(string.Concat(tenths[row].data<float>().Select(value => value == 0 ? " ." : $" {value:0}")));

// Ten of each class, a row each.
mnist.Preview(perClass: 10).ToGrid(columns: 10).Save("data.png");

// The average of the first thousand images of each class.
using Tensor thousands = mnist.Gather(arange(10_000)).Items, labels = mnist.Gather(arange(10_000)).Labels!;
Tensor[] means = [.. Enumerable.Range(0, 10).Select(digit => thousands[labels == digit].mean([0]))];
using Tensor averages = stack(means);
averages.ToGrid(columns: 10).Save("averages.png");
