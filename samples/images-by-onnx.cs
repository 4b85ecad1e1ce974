#:package Microsoft.ML.OnnxRuntime
#:package StbImageWriteSharp

// Makes images with a model from 'figment export'. It needs ONNX Runtime and a PNG library, but neither Figment nor libtorch.
// Set ORT_DISABLE_TELEMETRY=1 in the environment to turn off the telemetry of ONNX Runtime.
//
//   dotnet run samples/images-by-onnx.cs -- generator.onnx [COUNT [SEED]]

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.OnnxRuntime;
using StbImageWriteSharp;

int count = 16,
    seed = 0;
if (
    args.Length is < 1 or > 3
    || !File.Exists(args[0])
    || (args.Length > 1 && !(int.TryParse(args[1], out count) && count > 0))
    || (args.Length > 2 && !int.TryParse(args[2], out seed))
)
{
    Console.Error.WriteLine(
        "Name an ONNX file and the number of images: dotnet run samples/images-by-onnx.cs -- generator.onnx [COUNT [SEED]]"
    );
    return 2;
}

using var session = new InferenceSession(args[0]);
IReadOnlyDictionary<string, string> about = session.ModelMetadata.CustomMetadataMap;
if (!session.InputMetadata.ContainsKey("latents") || !about.ContainsKey("shape"))
{
    Console.Error.WriteLine(
        $"{args[0]} does not make images from latents. Use the generator, decoder, or sampler from 'figment export'."
    );
    return 1;
}

int[] shape = [.. about["shape"].Split(',').Select(int.Parse)]; // channels, height, width
string[] classes = about.TryGetValue("classes", out string? json)
    ? JsonSerializer.Deserialize(json, Json.Default.StringArray)!
    : [];
Console.WriteLine($"{about["preset"]}, learned from {about["data"]}, licence: {about["license"]}");

// Latents come from the normal distribution; classes or clusters are drawn as often as they occur in the data.
var random = new Random(seed);
var inputs = new Dictionary<string, OrtValue>();
foreach ((string name, NodeMetadata input) in session.InputMetadata)
{
    long[] dimensions = [count, .. input.Dimensions.Skip(1).Select(length => (long)length)];
    inputs[name] =
        name == "latents"
            ? OrtValue.CreateTensorValueFromMemory(
                [.. Enumerable.Range(0, (int)dimensions.Aggregate((a, b) => a * b)).Select(_ => Normal(random))],
                dimensions
            )
            : OrtValue.CreateTensorValueFromMemory(
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(_ =>
                            Drawn(
                                random,
                                [
                                    .. about[$"{name}.counts"]
                                        .Split(',')
                                        .Select(one => double.Parse(one, CultureInfo.InvariantCulture)),
                                ]
                            )
                        ),
                ],
                dimensions
            );
}

using var options = new RunOptions();
using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputs, session.OutputNames);
ReadOnlySpan<float> images = outputs[0].GetTensorDataAsSpan<float>(); // [count, channels, height, width] in [0, 1]
int size = shape[0] * shape[1] * shape[2],
    pixels = shape[1] * shape[2];
for (int i = 0; i < count; i++)
{
    // A PNG stores the channels of each pixel together; the tensor stores one plane after the other.
    byte[] bytes = new byte[size];
    for (int k = 0; k < size; k++)
        bytes[(k % pixels * shape[0]) + (k / pixels)] = (byte)Math.Round(images[(i * size) + k] * 255);
    string what =
        inputs.TryGetValue("labels", out OrtValue? labels) && classes.Length > 0
            ? $"-{string.Concat(classes[labels.GetTensorDataAsSpan<long>()[i]].Split(Path.GetInvalidFileNameChars()))}"
            : "";
    using FileStream file = File.Create($"image-{i:D3}{what}.png");
    new ImageWriter().WritePng(
        bytes,
        shape[2],
        shape[1],
        shape[0] == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue,
        file
    );
}

foreach (OrtValue value in inputs.Values)
    value.Dispose();
Console.WriteLine($"{count} images written.");
return 0;

// The Box-Muller transform (1958). NextDouble() may be 0, which has no logarithm, but is never 1.
static float Normal(Random random) =>
    (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

static long Drawn(Random random, double[] counts)
{
    double point = random.NextDouble() * counts.Sum();
    for (int i = 0; i < counts.Length; i++)
        if ((point -= counts[i]) < 0)
            return i;
    return counts.Length - 1;
}

[JsonSerializable(typeof(string[]))]
internal sealed partial class Json : JsonSerializerContext;
