using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Generation.Images;

/// <summary>The output of one layer while images are made from latents.</summary>
/// <param name="Name">The path of the layer in the model, as in the saved weights, for instance <c>generator.3</c>.</param>
/// <param name="Kind">The module's type, for instance <c>Linear</c>.</param>
/// <param name="Values">A copy of its output, [count, …]; it belongs to the dispose scope of the call.</param>
public sealed record LayerOutput(string Name, string Kind, Tensor Values);

/// <summary>
/// Records the outputs of a model's layers while it makes images, from the first layer that receives latents to the last one
/// that writes pixels.
/// </summary>
/// <remarks>
/// The layers are the elements of sequential networks and lists (<c>Sequential</c>, <c>ModuleList</c>), and the parts of other
/// networks. What a network computes without calling a module is not recorded: a sum, a product, or a normalisation that is
/// merged with the next layer.
/// </remarks>
public static class LayerOutputs
{
    /// <summary>
    /// Returns how often a model's networks are called for one image: once, or once for each evaluation of a flow's velocity.
    /// </summary>
    /// <param name="model">Any model.</param>
    public static int LooksOf(ImageModel model) => model is IOdeSampler sampler ? sampler.Solver.Evaluations : 1;

    /// <summary>Makes images from latents and records the layers' outputs.</summary>
    /// <param name="model">The model; its state does not change.</param>
    /// <param name="latents">The latents; <see cref="Latents.OfSamples"/> returns the latents that belong to a seed.</param>
    /// <param name="look">Which call of the networks to record, from 0 up to but not including <see cref="LooksOf"/>.</param>
    /// <returns>The layers in the order in which they ran, and the images, [count, C, H, W], float32 in [0, 1].</returns>
    /// <exception cref="OptionsException">There is no such call.</exception>
    public static (IReadOnlyList<LayerOutput> Layers, Tensor Images) Of(ImageModel model, Latents latents, int look = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(latents);
        if (look < 0 || look >= LooksOf(model))
            throw new OptionsException([
                $"There is no network call {look}: the model calls its networks {LooksOf(model)} times, and the calls are "
                    + $"numbered from 0.",
            ]);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using IDisposable exact = model.InFloat32();
        using IDisposable watched = DenseProduct.Off(); // Ensures that dense layers are called as modules.
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

                // The next layer may overwrite its input. With guidance, a call evaluates every latent twice, with and without
                // its class.
                Tensor values = output.narrow(0, 0, latents.Count).clone();
                scope.Attach(values);
                layers.Add(new LayerOutput(name, KindOf(module), values));
                return output;
            }
        }
    }

    // Some modules are instances of libtorch's own classes, whose names end in "Impl".
    private static string KindOf(Module module)
    {
        string name = module.GetName().Split(':')[^1];
        return name.EndsWith("Impl", StringComparison.Ordinal) ? name[..^"Impl".Length] : name;
    }
}
