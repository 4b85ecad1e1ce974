using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Export;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using ImageMagick;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Samples;

/// <summary>The samples that use an exported model with ONNX Runtime alone.</summary>
public sealed class OnnxSamplesTests : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new() { ["ORT_DISABLE_TELEMETRY"] = "1" };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_console_sample_makes_digits_of_each_class_with_an_exported_model()
    {
        TrainAndExport();

        (int code, string output, string error) = RunSample("run/export/generator.onnx", "12", "7");

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.Contains("gan, learned from mnist, licence: CC0-1.0", output, StringComparison.Ordinal);
        string[] made =
        [
            .. Directory
                .EnumerateFiles(folder.Root, "image-*.png")
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(12, made.Length);
        Assert.All(made, name => Assert.Matches("^image-0[01][0-9]-[0-9]\\.png$", name));
        byte[][] first = [.. made.Select(name => PixelsOf(File.ReadAllBytes(folder[name]), 28, 28, 1))];
        Assert.Equal(12, first.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(0, RunSample("run/export/generator.onnx", "12", "7").Code);
        Assert.Equal(first, made.Select(name => PixelsOf(File.ReadAllBytes(folder[name]), 28, 28, 1)));
    }

    [Fact]
    public async Task The_web_sample_answers_with_a_picture_of_the_seed_and_with_problem_documents()
    {
        TrainAndExport();
        await using Api api = await Api.StartAsync(folder, "run/export/generator.onnx");

        using HttpResponseMessage answer = await api.Client.GetAsync(
            "/images.png?count=3&class=7&seed=5",
            TestContext.Current.CancellationToken
        );
        byte[] png = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            (HttpStatusCode.OK, "image/png", "5"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.GetValues("Seed").Single())
        );
        PixelsOf(png, 3 * 28, 28, 1);
        Assert.Equal(
            png,
            await api.Client.GetByteArrayAsync("/images.png?count=3&class=7&seed=5", TestContext.Current.CancellationToken)
        );
        Assert.NotEqual(
            png,
            await api.Client.GetByteArrayAsync("/images.png?count=3&class=8&seed=5", TestContext.Current.CancellationToken)
        );
        Assert.Equal(HttpStatusCode.OK, (await api.Client.GetAsync("/health", TestContext.Current.CancellationToken)).StatusCode);
        using JsonDocument about = JsonDocument.Parse(
                await api.Client.GetStringAsync("/model", TestContext.Current.CancellationToken)
            ),
            description = JsonDocument.Parse(
                await api.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)
            );
        Assert.Equal("mnist", about.RootElement.GetProperty("data").GetString());
        Assert.True(description.RootElement.GetProperty("paths").TryGetProperty("/images.png", out _));

        foreach (
            string wrong in (string[])
                ["count=0", "count=65", "count=many", "seed=-1", "seed=x", "class=-1", "class=10", "class=x", "count=99999999999"]
        )
        {
            using HttpResponseMessage refused = await api.Client.GetAsync(
                $"/images.png?{wrong}",
                TestContext.Current.CancellationToken
            );
            Assert.Equal(
                (wrong, HttpStatusCode.BadRequest, "application/problem+json"),
                (wrong, refused.StatusCode, refused.Content.Headers.ContentType?.MediaType)
            );
            using JsonDocument problem = JsonDocument.Parse(
                await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            );
            Assert.Equal(400, problem.RootElement.GetProperty("status").GetInt32());
        }
    }

    [Fact]
    public async Task Colours_stand_where_the_network_puts_them()
    {
        byte[] expected = [.. Enumerable.Range(0, 3 * 8 * 12).Select(i => (byte)(i * 97 % 251))];
        WriteNetworkThatAlwaysMakes(expected, new ImageShape(3, 8, 12));

        (int code, string output, string error) = RunSample("generator.onnx", "2");
        await using Api api = await Api.StartAsync(folder, "generator.onnx");
        byte[] row = PixelsOf(
            await api.Client.GetByteArrayAsync("/images.png?count=2", TestContext.Current.CancellationToken),
            24,
            8,
            3
        );
        using HttpResponseMessage refused = await api.Client.GetAsync(
            "/images.png?class=1",
            TestContext.Current.CancellationToken
        );

        Assert.True(code == 0, $"{output}\n{error}");
        byte[] sideBySide = [.. Enumerable.Range(0, 8 * 12 * 3).Select(i => expected[(i % 3 * 96) + (i / 3)])];
        Assert.Equal(sideBySide, PixelsOf(File.ReadAllBytes(folder["image-001.png"]), 12, 8, 3));
        for (int y = 0; y < 8; y++)
        for (int copy = 0; copy < 2; copy++)
            Assert.Equal(sideBySide.AsSpan(y * 36, 36).ToArray(), row.AsSpan((y * 72) + (copy * 36), 36).ToArray());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(
            "trained without classes",
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_no_such_file_is_refused_in_words()
    {
        using ImageModel model = (ImageModel)
            ModelCatalog
                .Find("vae")
                .Create(new VaeOptions(), new ImageDescription(new ImageShape(1, 8, 8), []), new SeededRandom(0));
        string encoder = model.WriteOnnx(folder.Root, new Dictionary<string, string> { ["shape"] = "1,8,8" })[1].Path;

        (int missing, _, string first) = RunSample("nowhere.onnx");
        (int count, _, string second) = RunSample(encoder, "-3");
        (int wrong, _, string third) = RunSample(encoder);

        Assert.Equal((2, 2, 1), (missing, count, wrong));
        Assert.Contains("Name an ONNX file", first, StringComparison.Ordinal);
        Assert.Contains("Name an ONNX file", second, StringComparison.Ordinal);
        Assert.Contains("does not make images from latents", third, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.Root, "*.png"));
    }

    private (int Code, string Output, string Error) RunSample(params string[] arguments) =>
        SamplePrograms.Run("images-by-onnx.cs", folder.Root, Environment, arguments);

    private void TrainAndExport()
    {
        foreach (
            string[] arguments in (string[][])
                [
                    ["train", "--steps", "2", "--batch", "16", "--out", "run"],
                    ["export", "run", "--license", "CC0-1.0"],
                ]
        )
        {
            (int code, string output, string error) = CommandInside.Run(folder.Root, arguments);
            Assert.True(code == 0, $"{output}\n{error}");
        }
    }

    private void WriteNetworkThatAlwaysMakes(byte[] pixels, ImageShape shape)
    {
        using Gan gan = new(() => Generator(), Sequential(Flatten(), Linear(shape.Size, 1)), new GanOptions { LatentSize = 4 });
        gan.WriteOnnx(
            folder.Root,
            new Dictionary<string, string>
            {
                ["shape"] = $"{shape.Channels},{shape.Height},{shape.Width}",
                ["preset"] = "own",
                ["data"] = "none",
                ["license"] = "none",
            }
        );

        TorchSharp.Modules.Sequential Generator()
        {
            using IDisposable noGradients = no_grad();
            TorchSharp.Modules.Linear layer = Linear(4, shape.Size);
            layer.weight!.zero_();
            using Tensor shares = tensor(pixels.Select(value => (value + 0.25f) / 255.5f).ToArray());
            layer.bias!.copy_(special.logit(shares));
            return Sequential(layer, Sigmoid(), Unflatten(1, [shape.Channels, shape.Height, shape.Width]));
        }
    }

    /// <summary>A picture's values, the channels of a pixel side by side.</summary>
    private static byte[] PixelsOf(byte[] png, int width, int height, int channels)
    {
        using MagickImage image = new(png);
        Assert.Equal((MagickFormat.Png, (uint)width, (uint)height), (image.Format, image.Width, image.Height));
        byte[] rgb = image.GetPixels().ToByteArray(PixelMapping.RGB)!;
        if (channels == 3)
            return rgb;
        Assert.All(
            Enumerable.Range(0, rgb.Length / 3),
            i => Assert.True(rgb[3 * i] == rgb[(3 * i) + 1] && rgb[3 * i] == rgb[(3 * i) + 2])
        );
        return [.. rgb.Where((_, i) => i % 3 == 0)];
    }

    /// <summary>The web sample, running.</summary>
    private sealed class Api : IAsyncDisposable
    {
        private readonly Process process;

        private Api(Process process, HttpClient client) => (this.process, Client) = (process, client);

        internal HttpClient Client { get; }

        internal static async Task<Api> StartAsync(TemporaryFolder folder, string model)
        {
            Process process = SamplePrograms.Start(
                "images-api.cs",
                folder.Root,
                Environment,
                model,
                "--urls",
                "http://127.0.0.1:0"
            );
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string? said = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
            while (said is not null && !said.StartsWith("Try ", StringComparison.Ordinal))
                said = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
            if (said is null)
                Assert.Fail(await errors);
            return new Api(process, new HttpClient { BaseAddress = new Uri(said.Split(' ')[1].Split("/images.png")[0]) });
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
