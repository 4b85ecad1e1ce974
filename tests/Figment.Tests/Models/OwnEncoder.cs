using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

/// <summary>An encoder as a user might write it: layers that see only the image, plus a term for its class.</summary>
internal sealed class OwnEncoder : Module<Tensor, Tensor?, Tensor>
{
    private readonly Sequential layers;
    private readonly Embedding? classes;

    internal OwnEncoder(Sequential layers, Embedding? classes = null)
        : base(nameof(OwnEncoder))
    {
        this.layers = layers;
        this.classes = classes;
        RegisterComponents();
    }

    public override Tensor forward(Tensor images, Tensor? labels) =>
        classes is null ? layers.call(images) : layers.call(images) + classes.call(labels!);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            layers.Dispose();
            classes?.Dispose();
        }

        base.Dispose(disposing);
    }
}
