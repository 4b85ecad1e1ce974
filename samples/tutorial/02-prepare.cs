#:project ../../src/Figment/Figment.csproj

// Is everything there? Sixteen pictures of pure chance. docs/tutorial/02-prepare.md

using Figment.Backend;
using Figment.Imaging;
using static TorchSharp.torch;

TorchLibrary.Load();                      // finds libtorch, the library that does the arithmetic
manual_seed(0);                           // the same random numbers each time

using Tensor noise = rand(16, 1, 28, 28); // 16 pictures, 1 channel, 28 rows, 28 columns; each number lies between 0 and 1
noise.ToGrid(columns: 8).Save("noise.png");
Console.WriteLine($"libtorch {TorchLibrary.Version} on {get_num_threads()} threads; noise.png is written.");
