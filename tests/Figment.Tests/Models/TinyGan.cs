using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

/// <summary>A GAN with a few neurons for images of 3 × 3 pixels, and a look at what its networks are given.</summary>
internal static class TinyGan
{
    /// <summary>As plain as possible; each test adds what it is about.</summary>
    internal static readonly GanOptions Plain = new()
    {
        LatentSize = 4,
        R1 = 0,
        EmaHalfLife = 0,
        LearningRate = 0.01,
    };

    internal static Sequential Generator() =>
        Sequential(Linear(4, 6), LeakyReLU(0.2), Linear(6, 9), Sigmoid(), Unflatten(1, [1, 3, 3]));

    internal static Sequential Discriminator() => Sequential(Flatten(), Linear(9, 5), LeakyReLU(0.2), Linear(5, 1));

    internal static void Step(Gan gan, long step = 0, double fraction = 0, long? items = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step", step);
        gan.TrainStep(
            new Batch(rand([8, 1, 3, 3], generator: random), null),
            new TrainingMoment(step, items ?? (step * 8), fraction),
            new MersenneDraws(random)
        );
    }

    internal static string[] Named(IReadOnlyList<NamedNetwork> networks) => [.. networks.Select(network => network.Name)];

    internal static byte[] Weights(Module module) => [.. module.parameters().SelectMany(parameter => parameter.bytes.ToArray())];

    /// <summary>Reports what a network is given each time it is called.</summary>
    internal sealed class Spy : Module<Tensor, Tensor>
    {
        private readonly Sequential inner;

        internal Spy(Sequential inner)
            : base("spy")
        {
            this.inner = inner;
            RegisterComponents();
        }

        internal event Action<Tensor>? Called;

        public override Tensor forward(Tensor input)
        {
            Called?.Invoke(input);
            return inner.call(input);
        }
    }
}
