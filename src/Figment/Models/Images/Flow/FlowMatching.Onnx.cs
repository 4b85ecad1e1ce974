using System.Globalization;
using Figment.Formats;
using Figment.Networks;

namespace Figment.Models.Images;

/// <content>The parts of the model that are written in ONNX.</content>
internal sealed partial class FlowMatching
{
    /// <summary>
    /// The whole path from noise to images with the current <see cref="Solver"/> and <see cref="GuidanceScale"/>, and a single
    /// evaluation of the velocity.
    /// </summary>
    public override IReadOnlyList<OnnxPart> OnnxParts =>
        [
            new OnnxPart(
                "sampler",
                $"Makes {Items} from noise drawn from N(0, 1), by {Solver.Evaluations} evaluations of the velocity "
                    + $"({Solver}){Guided()}.",
                DrawsOfLabels,
                AddSampler
            ),
            new OnnxPart(
                "velocity",
                "The velocity at x, images in [-1, 1] mixed with noise, and t, from 0 (noise) to 1 (images)."
                    + (IsConditional ? $" The label {Askable} stands for no class." : "")
                    + options.TimesInWords,
                DrawsOfLabels,
                AddVelocity
            ),
        ];

    private string Guided() =>
        GuidanceScale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", guided by {GuidanceScale}");

    private void AddSampler(OnnxGraph graph)
    {
        OnnxValue noise = graph.Input("latents", Shape.Channels, Shape.Height, Shape.Width);
        OnnxValue images = Images(Nodes(graph), noise, IsConditional ? graph.IndexInput("labels") : null);
        Give(graph, images);
    }

    private void AddVelocity(OnnxGraph graph)
    {
        OnnxValue x = graph.Input("x", Shape.Channels, Shape.Height, Shape.Width),
            t = graph.Input("t");
        OnnxValue seen = VelocityAt(Nodes(graph), SamplingNetwork, x, t, IsConditional ? graph.IndexInput("labels") : null);
        graph.Output(seen, "velocity", Shape.Channels, Shape.Height, Shape.Width);
    }

    private OnnxOperations Nodes(OnnxGraph graph) => new(graph, [("velocity", SamplingNetwork)]);
}
