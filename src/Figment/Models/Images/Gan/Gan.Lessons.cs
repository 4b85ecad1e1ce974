using Figment.Backend;
using Figment.Data;
using Figment.Objectives;
using static TorchSharp.torch;

namespace Figment.Models.Images;

/// <content>What the two networks learn from one part of a batch.</content>
public sealed partial class Gan
{
    private IReadOnlyList<Measure> TeachDiscriminator(
        Batch batch,
        Tensor fake,
        Tensor? holding,
        double noise,
        long update,
        Draws random
    )
    {
        Tensor real = batch.Items;
        bool isPenalised = update % options.PenaltyEvery == 0,
            onReal = isPenalised && options.R1 > 0,
            onFake = isPenalised && options.R2 > 0;
        Tensor seenReal = Shown(real, noise, random).requires_grad_(onReal),
            seenFake = Shown(fake, noise, random).requires_grad_(onFake);

        // A penalty on one half uses the logits of that half alone, so that gradients do not pass back through the other half.
        (Tensor realLogits, Tensor fakeLogits) = JudgeBoth(seenReal, seenFake, holding, apart: onReal != onFake);
        Tensor loss = options.Loss.ForDiscriminator(realLogits, fakeLogits, options.LabelSmoothing),
            total = loss;
        if (onReal || onFake)
        {
            List<(double, Tensor, Tensor)> judged = [];
            if (onReal)
                judged.Add((options.R1 / 2, realLogits, seenReal));
            if (onFake)
                judged.Add((options.R2 / 2, fakeLogits, seenFake));
            total = total.Plus(GradientPenalty.ZeroCentred(judged).Times(options.PenaltyEvery));
        }

        if (isPenalised && options.GradientPenalty > 0)
        {
            Tensor between = GradientPenalty.OneCentred(images => Judge(images, holding), seenReal, seenFake, random);
            total = total.Plus(between.Times(options.GradientPenalty * options.PenaltyEvery));
        }

        // Gradients for D's weights alone, not for its inputs
        total.backward(inputs: [.. Discriminator.parameters().Where(weight => weight.requires_grad)]);
        return
        [
            new Measure("d_loss", loss.detach()),
            new Measure("d_accuracy_real", realLogits.detach().gt(Scalars.Zero).to(ScalarType.Float32).mean()),
            new Measure("d_accuracy_fake", fakeLogits.detach().le(Scalars.Zero).to(ScalarType.Float32).mean()),
        ];
    }

    private IReadOnlyList<Measure> TeachGenerator(Tensor fakes, Tensor images, Tensor? holding, double noise, Draws random)
    {
        Tensor seenFake = Shown(fakes, noise, random);
        Tensor loss;
        if (options.Loss.ComparesPairs)
        {
            Tensor seenReal = Shown(images, noise, random),
                real;
            using (no_grad())
                real = Judge(seenReal, holding);
            loss = options.Loss.ForGenerator(Judge(seenFake, holding), real);
        }
        else
        {
            loss = options.Loss.ForGenerator(Judge(seenFake, holding));
        }

        loss.backward();
        return [new Measure("g_loss", loss.detach())];
    }

    /// <summary>
    /// Judges real and generated images in one pass where no layer mixes images and no penalty needs them apart; otherwise in two
    /// passes, each with its own statistics.
    /// </summary>
    private (Tensor Real, Tensor Fake) JudgeBoth(Tensor real, Tensor fake, Tensor? holding, bool apart)
    {
        if (apart || DiscriminatorNormalises)
            return (Judge(real, holding), Judge(fake, holding));
        Tensor logits = Judge(cat([real, fake]), holding is null ? null : cat([holding, holding]));
        return (logits.narrow(0, 0, real.shape[0]), logits.narrow(0, real.shape[0], fake.shape[0]));
    }

    /// <summary>
    /// Returns images in [0, 1] as D sees them: in [−1, 1], with the augmentation and noise that the options ask for.
    /// </summary>
    private Tensor Shown(Tensor images, double noise, Draws random)
    {
        Tensor seen = AsSeen(DiffAugment.Apply(images, options.Augment, random));
        return noise > 0 ? seen.Plus(random.Normal("noise", seen.shape).On(Device).Times(noise)) : seen;
    }
}
