using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

/// <summary>A velocity given by a formula, plus one parameter that starts at 0.</summary>
internal sealed class VelocityNetwork : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly Func<Tensor, Tensor, Tensor?, Tensor> formula;

    internal VelocityNetwork(Func<Tensor, Tensor, Tensor?, Tensor> formula)
        : base("formula")
    {
        this.formula = formula;
        Scale = new Parameter(zeros(1));
        register_parameter("scale", Scale);
    }

    internal Parameter Scale { get; }

    public override Tensor forward(Tensor x, Tensor t, Tensor? labels) => formula(x, t, labels) + Scale;
}
