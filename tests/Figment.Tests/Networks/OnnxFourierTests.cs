using Figment.Formats;
using Figment.Networks;
using Figment.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

public sealed class OnnxFourierTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(2_048)]
    [InlineData(360)]
    [InlineData(22)]
    public void The_nodes_are_the_transform_and_its_way_back(int size)
    {
        using DisposeScope scope = NewDisposeScope();
        OnnxGraph graph = new("fourier");
        OnnxValue rows = graph.Input("rows", 3, size);
        (OnnxValue real, OnnxValue imaginary) = new OnnxFourier(graph, size).Forward(rows);
        graph.Output(real, "real", 3, (size / 2) + 1);
        graph.Output(imaginary, "imaginary", 3, (size / 2) + 1);
        graph.Output(
            new OnnxFourier(graph, size).Back(
                graph.Input("given real", 3, (size / 2) + 1),
                graph.Input("given imaginary", 3, (size / 2) + 1)
            ),
            "back",
            3,
            size
        );
        byte[] file = graph.ToArray(new Dictionary<string, string>(), "", "");
        using OnnxSession session = OnnxSession.Open(file, "fourier.onnx");
        Generator generator = new(1);
        Tensor given = randn([2, 3, size], generator: generator),
            spectrum = randn([2, 3, (size / 2) + 1], ScalarType.ComplexFloat32, generator: generator);

        IReadOnlyList<Tensor> made = session.Run(
            [("rows", given), ("given real", spectrum.real.contiguous()), ("given imaginary", spectrum.imag.contiguous())],
            ["real", "imaginary", "back"]
        );

        Tensor expected = fft.rfft(given.to(ScalarType.Float64)),
            expectedBack = fft.irfft(spectrum.to(ScalarType.ComplexFloat64), size);
        double most = 2e-6 * Math.Sqrt(size) * Math.Log2(size);
        Assert.InRange((made[0] - expected.real).abs().max().item<double>(), 0, most);
        Assert.InRange((made[1] - expected.imag).abs().max().item<double>(), 0, most);
        Assert.InRange((made[2] - expectedBack).abs().max().item<double>(), 0, 2e-6);
    }

    [Fact]
    public void The_constants_of_frames_of_two_thousand_samples_take_less_than_200_kilobytes()
    {
        OnnxGraph graph = new("fourier");
        OnnxFourier fourier = new(graph, 2_048);
        (OnnxValue real, OnnxValue imaginary) = fourier.Forward(graph.Input("rows", 3, 2_048));
        graph.Output(fourier.Back(real, imaginary), "rows again", 3, 2_048);

        Assert.InRange(graph.ToArray(new Dictionary<string, string>(), "", "").Length, 1, 200_000);
    }
}
