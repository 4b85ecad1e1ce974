using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Studio.Kinds;
using Figment.Studio.Shelves;
using static TorchSharp.torch;

namespace Figment.Studio.Components.Inside;

/// <summary>Pictures that a discriminator has judged, the most real ones first.</summary>
/// <param name="Scores">How real each picture looks to the discriminator.</param>
/// <param name="Sheet">A data URL of some of the pictures side by side, in the same order.</param>
internal sealed record JudgedPictures(IReadOnlyList<double> Scores, string Sheet)
{
    private const int Most = 60,
        OnSheet = 12;

    /// <summary>The median score.</summary>
    internal double Median => Scores[Scores.Count / 2];

    /// <summary>The share of the pictures that look less real than the given score.</summary>
    internal double ShareBelow(double score) => Scores.Count(each => each < score) / (double)Scores.Count;

    /// <summary>Pictures that the model makes; null if no checkpoint holds its discriminator.</summary>
    /// <exception cref="FigmentException">The checkpoint does not load.</exception>
    internal static Task<JudgedPictures?> MadeAsync(ModelShelf models, ShelvedRun run) =>
        models.UseWholeAsync(
            run,
            model =>
            {
                Latents latents = Latents.OfSamples(model, [.. Enumerable.Range(0, Most)]);
                return Of(model, latents.Generate(model), latents.Labels);
            },
            CancellationToken.None
        );

    /// <summary>Training pictures, spread evenly over the data; null without a checkpoint.</summary>
    /// <exception cref="FigmentException">The data is gone, or the checkpoint does not load.</exception>
    internal static async Task<JudgedPictures?> RealAsync(ModelShelf models, DataShelf data, ShelvedRun run)
    {
        (float[] pixels, long[] shape, long[]? labels) = await data.UseAsync(
            run.Folder,
            images =>
            {
                int count = Math.Min(Most, images.Count);
                Batch batch = images.Gather(tensor([.. Enumerable.Range(0, count).Select(k => (long)k * images.Count / count)]));
                float[] values = batch.Items.cpu().contiguous().data<float>().ToArray();
                return (values, batch.Items.shape, batch.Labels?.cpu().data<long>().ToArray());
            }
        );
        return await models.UseWholeAsync(
            run,
            model => Of(model, tensor(pixels, shape), model.IsConditional && labels is not null ? tensor(labels) : null),
            CancellationToken.None
        );
    }

    /// <summary>
    /// How real a drawing looks, and a data URL of a picture that shows where more or less light would make it look more real.
    /// </summary>
    /// <param name="models">Provides models.</param>
    /// <param name="run">The run of the model.</param>
    /// <param name="pixels">Grey values from 0 to 255, row by row.</param>
    /// <param name="label">The class that the drawing should have; null uses the class that makes it look most real.</param>
    internal static Task<Drawing?> OfDrawingAsync(ModelShelf models, ShelvedRun run, byte[] pixels, int? label) =>
        models.UseWholeAsync(
            run,
            model =>
            {
                Tensor drawn = tensor(pixels).to(ScalarType.Float32).Over(255).view(1, 1, model.Shape.Height, model.Shape.Width);
                Tensor image = ImageChannels.Convert(drawn, model.Shape.Channels).detach().requires_grad_(true);
                using IDisposable exact = model.InFloat32();
                Tensor score = ((IDiscriminator)model)
                    .Realness(image, label is int one ? tensor(new long[] { one }) : null)
                    .sum();
                Tensor gradient = autograd.grad([score], [image])[0];
                return new Drawing(score.item<float>(), Address(HeatPicture.OfPixels(gradient[0].mean([0]).detach())));
            },
            CancellationToken.None
        );

    private static JudgedPictures Of(ImageModel model, Tensor images, Tensor? labels)
    {
        using IDisposable noGradients = no_grad();
        using IDisposable exact = model.InFloat32();
        (Tensor scores, Tensor order) = ((IDiscriminator)model).Realness(images, labels).sort(0, descending: true);
        long[] places = order.data<long>().ToArray();
        int count = Math.Min(OnSheet, places.Length);
        long[] shown = [.. Enumerable.Range(0, count).Select(k => places[k * (places.Length - 1) / Math.Max(1, count - 1)])];
        byte[] sheet = ImageBatch.FromTensor(images.index_select(0, tensor(shown))).ToGrid(OnSheet, 2).ToPng();
        return new JudgedPictures([.. scores.data<float>().Select(score => (double)score)], Address(sheet));
    }

    private static string Address(byte[] png) => $"data:image/png;base64,{Convert.ToBase64String(png)}";

    /// <summary>A drawing as the discriminator sees it.</summary>
    /// <param name="Score">How real it looks.</param>
    /// <param name="Wish">A picture of where the drawing should be brighter or darker to look more real.</param>
    internal sealed record Drawing(double Score, string Wish);
}
