#:package Microsoft.ML.OnnxRuntime

// Makes sounds with a model from 'figment export', and writes each as a WAV file. It needs ONNX Runtime, but neither Figment nor
// libtorch. Set ORT_DISABLE_TELEMETRY=1 in the environment to turn off the telemetry of ONNX Runtime.
//
//   dotnet run samples/sounds-by-onnx.cs -- generator.onnx [COUNT [SEED]]

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.OnnxRuntime;

int count = 8,
    seed = 0;
if (
    args.Length is < 1 or > 3
    || !File.Exists(args[0])
    || (args.Length > 1 && !(int.TryParse(args[1], out count) && count > 0))
    || (args.Length > 2 && !int.TryParse(args[2], out seed))
)
{
    Console.Error.WriteLine(
        "Name an ONNX file and the number of sounds: dotnet run samples/sounds-by-onnx.cs -- generator.onnx [COUNT [SEED]]"
    );
    return 2;
}

using var session = new InferenceSession(args[0]);
IReadOnlyDictionary<string, string> about = session.ModelMetadata.CustomMetadataMap;
if (!session.OutputMetadata.ContainsKey("sounds") || !about.ContainsKey("rate"))
{
    Console.Error.WriteLine(
        $"{args[0]} does not make sounds. Use the generator, decoder, or sampler that 'figment export' wrote for a run of sounds."
    );
    return 1;
}

int channels = Number("channels"),
    length = Number("length"),
    rate = Number("rate");
string[] classes = about.TryGetValue("classes", out string? json)
    ? JsonSerializer.Deserialize(json, Json.Default.StringArray)!
    : [];
Console.WriteLine($"{about["preset"]}, learned from {about["data"]}, licence: {about["license"]}");

// Latents come from the normal distribution; classes or clusters are drawn as often as they occur in the data.
var random = new Random(seed);
var inputs = new Dictionary<string, OrtValue>();
foreach ((string name, NodeMetadata input) in session.InputMetadata)
{
    long[] dimensions = [count, .. input.Dimensions.Skip(1).Select(size => (long)size)];
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
using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputs, ["sounds"]);
ReadOnlySpan<float> sounds = outputs[0].GetTensorDataAsSpan<float>(); // [count, channels, length] in [-1, 1]
for (int i = 0; i < count; i++)
{
    string what =
        inputs.TryGetValue("labels", out OrtValue? labels) && classes.Length > 0
            ? $"-{string.Concat(classes[labels.GetTensorDataAsSpan<long>()[i]].Split(Path.GetInvalidFileNameChars()))}"
            : "";
    WriteWav($"sound-{i:D3}{what}.wav", sounds.Slice(i * channels * length, channels * length));
}

foreach (OrtValue value in inputs.Values)
    value.Dispose();
Console.WriteLine($"{count} sounds written.");
return 0;

int Number(string name) => int.Parse(about[name], CultureInfo.InvariantCulture);

// Writes 16 bits per value. A WAV stores the channels of each sample together; the tensor stores one channel after the other.
void WriteWav(string path, ReadOnlySpan<float> sound)
{
    using var file = new BinaryWriter(File.Create(path));
    int bytes = 2 * sound.Length;
    file.Write("RIFF"u8);
    file.Write(36 + bytes);
    file.Write("WAVEfmt "u8);
    file.Write(16);
    file.Write((short)1);
    file.Write((short)channels);
    file.Write(rate);
    file.Write(2 * channels * rate);
    file.Write((short)(2 * channels));
    file.Write((short)16);
    file.Write("data"u8);
    file.Write(bytes);
    for (int t = 0; t < length; t++)
    for (int channel = 0; channel < channels; channel++)
        file.Write((short)Math.Clamp(Math.Round(sound[(channel * length) + t] * 32768), short.MinValue, short.MaxValue));
}

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
