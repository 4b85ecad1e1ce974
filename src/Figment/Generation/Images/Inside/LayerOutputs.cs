using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Generation.Images;

/// <summary>What one layer made on the way from latents to images.</summary>
/// <param name="Name">The layer's path in the model, as in the saved weights, for instance <c>generator.3</c>.</param>
/// <param name="Kind">The module's type, for instance <c>Linear</c>.</param>
/// <param name="Values">
/// What it gave, [count, …], a copy; it belongs to the dispose scope in which it was looked at.
/// </param>
public sealed record LayerOutput(string Name, string Kind, Tensor Values);

/// <summary>
/// Looks into the networks of a model while they make images: what each layer gives, from the first that sees the latents to the
/// last that writes pixels.
/// </summary>
/// <remarks>
/// Layers are those that a network is a row of (<c>Sequential</c>, <c>ModuleList</c>), and the parts of a network that is none. A
/// part that a network computes without calling it is not seen: a sum, a product, a normalisation that is one with what follows.
/// </remarks>
public static class LayerOutputs
{
    /// <summary>How often a model's networks are called for one image: once, or at each look of a flow's steps.</summary>
    /// <param name="model">Any.</param>
    public static int LooksOf(ImageModel model) => model is IOdeSampler sampler ? sampler.Solver.Evaluations : 1;

    /// <summary>Makes the images of latents and writes down what the layers give.</summary>
    /// <param name="model">The model; it is left as it was.</param>
    /// <param name="latents">Those of a seed by <see cref="Latents.OfSamples"/>.</param>
    /// <param name="look">Which call of a network to look at, from 0 on; below <see cref="LooksOf"/>.</param>
    /// <returns>The layers in the order in which they ran, and the images, [count, C, H, W], float32 in [0, 1].</returns>
    /// <exception cref="OptionsException">There is no such look.</exception>
    public static (IReadOnlyList<LayerOutput> Layers, Tensor Images) Of(ImageModel model, Latents latents, int look = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(latents);
        if (look < 0 || look >= LooksOf(model))
            throw new OptionsException([
                $"There is no look {look}: the model's networks are called {LooksOf(model)} times, counted from 0.",
            ]);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using IDisposable exact = model.InFloat32();
        using IDisposable watched = DenseProduct.Off(); // so that dense layers are called
        List<LayerOutput> layers = [];
        List<Action> remove = [];
        try
        {
            foreach (NamedNetwork network in model.SamplingNetworks)
                Watch(network.Name, network.Module, isWhole: true);
            Tensor images = model.Decode(latents.Values, latents.Labels).MoveToOuterDisposeScope();
            foreach (LayerOutput layer in layers)
                layer.Values.MoveToOuterDisposeScope();
            return (layers, images);
        }
        finally
        {
            remove.ForEach(each => each());
        }

        void Watch(string name, Module module, bool isWhole)
        {
            bool isCalled = module is Module<Tensor, Tensor> or Module<Tensor, Tensor, Tensor>;
            if (isWhole || !isCalled || module is TorchSharp.Modules.Sequential)
            {
                (string Name, Module Module)[] parts = [.. module.named_children()];
                foreach ((string part, Module inner) in parts)
                    Watch($"{name}.{part}", inner, isWhole: false);
                if (parts.Length > 0)
                    return;
            }

            int calls = 0;
            if (module is Module<Tensor, Tensor> one)
                remove.Add(one.register_forward_hook((_, _, output) => Keep(output)).remove);
            if (module is Module<Tensor, Tensor, Tensor> two)
                remove.Add(two.register_forward_hook((_, _, _, output) => Keep(output)).remove);

            Tensor Keep(Tensor output)
            {
                if (calls++ != look)
                    return output;

                // What follows may write over it; and guidance looks twice at once, with the class and without.
                Tensor values = output.narrow(0, 0, latents.Count).clone();
                scope.Attach(values);
                layers.Add(new LayerOutput(name, KindOf(module), values));
                return output;
            }
        }
    }

    // Some modules are called as the class of libtorch is.
    private static string KindOf(Module module)
    {
        string name = module.GetName().Split(':')[^1];
        return name.EndsWith("Impl", StringComparison.Ordinal) ? name[..^"Impl".Length] : name;
    }
}
