#:sdk Microsoft.NET.Sdk.Web
#:property EnableDefaultRunWorkingDirectory=false
#:package Microsoft.ML.OnnxRuntime
#:package Microsoft.AspNetCore.OpenApi
#:package StbImageWriteSharp

// An ASP.NET Core API that makes images with a model from 'figment export'. It needs ONNX Runtime and a PNG library, but neither
// Figment nor libtorch. Set ORT_DISABLE_TELEMETRY=1 in the environment to turn off the telemetry of ONNX Runtime.
//
//   dotnet run samples/images-api.cs -- generator.onnx        then open http://localhost:5000/images.png?class=7&seed=1

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.OnnxRuntime;
using StbImageWriteSharp;

if (args.Length < 1 || !File.Exists(args[0]))
{
    Console.Error.WriteLine("Name an ONNX file: dotnet run samples/images-api.cs -- generator.onnx");
    return 2;
}

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args[1..]);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 0);
builder.Services.AddSingleton(new ImageModel(args[0]));
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));
builder.Services.AddOpenApi();
builder.Services.AddProblemDetails();
builder.Services.AddValidation(); // checks the ranges of parameters; answers 400 with a problem document
WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapOpenApi();
app.Lifetime.ApplicationStarted.Register(() =>
    Console.WriteLine($"Try {app.Urls.First()}/images.png?count=16; /openapi/v1.json describes the API. Ctrl-C stops it.")
);
app.MapGet("/health", () => Results.Ok());
app.MapGet("/model", (ImageModel model) => model.About);
app.MapGet(
    "/images.png",
    IResult (
        ImageModel model,
        HttpResponse response,
        [Range(1, 64)] int count = 1,
        [Range(0, int.MaxValue)] int? seed = null,
        [Range(0, int.MaxValue)] int? @class = null
    ) =>
    {
        if (@class is int wanted && model.Problem(wanted) is string problem)
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["class"] = [problem] });
        int used = seed ?? Random.Shared.Next();
        response.Headers["Seed"] = $"{used}";
        return Results.Bytes(model.Make(count, used, @class), "image/png");
    }
);
app.Run();
return 0;

/// <summary>The network; several threads may use it at once.</summary>
internal sealed class ImageModel : IDisposable
{
    private readonly InferenceSession session;
    private readonly int channels,
        height,
        width;
    private readonly Dictionary<string, double[]> counts;
    private readonly string[] classes;

    public ImageModel(string path)
    {
        // Every request already has a thread; more threads for each would only wait for one another.
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 1 };
        session = new InferenceSession(path, options);
        About = new Dictionary<string, string>(session.ModelMetadata.CustomMetadataMap);
        if (!session.InputMetadata.ContainsKey("latents") || !About.ContainsKey("shape"))
            throw new InvalidDataException(
                $"{path} does not make images from latents. Use the generator, decoder, or sampler from 'figment export'."
            );
        int[] shape = [.. About["shape"].Split(',').Select(int.Parse)];
        (channels, height, width) = (shape[0], shape[1], shape[2]);
        classes = About.TryGetValue("classes", out string? json)
            ? JsonSerializer.Deserialize(json, Json.Default.StringArray)!
            : [];
        counts = session
            .InputNames.Where(name => name != "latents")
            .ToDictionary(
                name => name,
                name =>
                    About[$"{name}.counts"].Split(',').Select(one => double.Parse(one, CultureInfo.InvariantCulture)).ToArray()
            );
    }

    public Dictionary<string, string> About { get; }

    public string? Problem(int wanted) =>
        !counts.TryGetValue("labels", out double[]? labels) ? "The model was trained without classes."
        : wanted >= labels.Length ? $"The classes are 0 to {labels.Length - 1}: {string.Join(", ", classes)}."
        : null;

    /// <summary>A PNG with the images side by side.</summary>
    public byte[] Make(int count, int seed, int? wanted)
    {
        var random = new Random(seed);
        var inputs = new Dictionary<string, OrtValue>();
        try
        {
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
                                    .Select(_ => name == "labels" && wanted is int one ? one : Drawn(random, counts[name])),
                            ],
                            dimensions
                        );
            }

            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputs, session.OutputNames);
            return Png(outputs[0].GetTensorDataAsSpan<float>(), count);
        }
        finally
        {
            foreach (OrtValue value in inputs.Values)
                value.Dispose();
        }
    }

    public void Dispose() => session.Dispose();

    private byte[] Png(ReadOnlySpan<float> images, int count)
    {
        byte[] bytes = new byte[images.Length];
        for (int k = 0; k < images.Length; k++)
        {
            // From image, channel, row, column to row, image, column, channel.
            (int rest, int x) = Math.DivRem(k, width);
            (rest, int y) = Math.DivRem(rest, height);
            (int image, int channel) = Math.DivRem(rest, channels);
            bytes[(((((y * count) + image) * width) + x) * channels) + channel] = (byte)Math.Round(images[k] * 255);
        }

        using var file = new MemoryStream();
        new ImageWriter().WritePng(
            bytes,
            count * width,
            height,
            channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue,
            file
        );
        return file.ToArray();
    }

    // The Box-Muller transform (1958). NextDouble() may be 0, which has no logarithm, but is never 1.
    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static long Drawn(Random random, double[] counts)
    {
        double point = random.NextDouble() * counts.Sum();
        for (int i = 0; i < counts.Length; i++)
            if ((point -= counts[i]) < 0)
                return i;
        return counts.Length - 1;
    }
}

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class Json : JsonSerializerContext;
