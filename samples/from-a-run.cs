#:project ../src/Figment.Workbench/Figment.Workbench.csproj

// Makes new images with a run of 'figment train', in an application that references Figment. This does what an ONNX file cannot
// do, such as making the same images as 'figment generate' for a seed, encoding a picture, or continuing the training.
//
//   dotnet run samples/from-a-run.cs -- runs/mine [COUNT [SEED]]

using Figment;
using Figment.Backend;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using static TorchSharp.torch;

int count = 16;
long seed = 0;
if (
    args.Length is < 1 or > 3
    || (args.Length > 1 && !(int.TryParse(args[1], out count) && count > 0))
    || (args.Length > 2 && !long.TryParse(args[2], out seed))
)
{
    Console.Error.WriteLine("Name a run and the number of images: dotnet run samples/from-a-run.cs -- runs/mine [COUNT [SEED]]");
    return 2;
}

try
{
    TorchLibrary.Load();
    RunFolder run = RunFolder.Open(args[0]);
    using ImageModel model = run.LoadModel<ImageModel>(CPU); // the best checkpoint, if samples were judged
    using Tensor images = model.Sample(count, new SampleOptions { Seed = seed });
    images.ToGrid().Save("new.png");
    Console.WriteLine($"{count} images of {model.Shape} by {run.Options.Preset}, learned from {run.Options.Data.Name}: new.png");
    return 0;
}
catch (FigmentException e)
{
    // The message says what is wrong, why, and what to do.
    Console.Error.WriteLine(e.Message);
    return 1;
}
