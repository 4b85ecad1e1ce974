using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>
/// Walks through latents from one keyframe to the next. If two keyframes have different classes, the class changes gradually when
/// it is given in shares (<see cref="Latents.InShares"/>); otherwise it switches halfway.
/// </summary>
internal static class LatentWalk
{
    /// <summary>Walks from each keyframe to the next, including both ends: one row of a strip per pair.</summary>
    /// <param name="keyframes">The keyframes, at least two.</param>
    /// <param name="steps">The number of latents per pair, at least 2.</param>
    /// <param name="path">The kind of path between two keyframes.</param>
    /// <returns>(keyframes − 1) × steps latents, in order.</returns>
    /// <exception cref="OptionsException">There are too few keyframes or steps.</exception>
    public static Latents Strip(Latents keyframes, int steps, WalkPath path = WalkPath.Spherical)
    {
        Check(keyframes, steps);
        return Walk(
            keyframes,
            path,
            Enumerable
                .Range(0, keyframes.Count - 1)
                .SelectMany(i => Enumerable.Range(0, steps).Select(step => (i, i + 1, (double)step / (steps - 1))))
        );
    }

    /// <summary>
    /// Walks from each keyframe to the next and from the last to the first: an animation that repeats without a jump.
    /// </summary>
    /// <param name="keyframes">The keyframes, at least two; with two, the walk goes there and back.</param>
    /// <param name="steps">The number of latents from one keyframe up to but not including the next, at least 2.</param>
    /// <param name="path">The kind of path between two keyframes.</param>
    /// <returns>keyframes × steps latents, in order.</returns>
    /// <exception cref="OptionsException">There are too few keyframes or steps.</exception>
    public static Latents Loop(Latents keyframes, int steps, WalkPath path = WalkPath.Spherical)
    {
        Check(keyframes, steps);
        return Walk(
            keyframes,
            path,
            Enumerable
                .Range(0, keyframes.Count)
                .SelectMany(i => Enumerable.Range(0, steps).Select(step => (i, (i + 1) % keyframes.Count, (double)step / steps)))
        );
    }

    /// <summary>Creates keyframes that differ only in their class: one latent in several classes.</summary>
    /// <param name="model">A model that mixes classes.</param>
    /// <param name="latents">Latents, whose classes are ignored.</param>
    /// <param name="index">The index of the latent to use.</param>
    /// <param name="classes">The class of each keyframe.</param>
    /// <exception cref="FigmentException">The model cannot mix classes.</exception>
    public static Latents InClasses(ImageModel model, Latents latents, int index, IReadOnlyList<int> classes)
    {
        if (!model.MixesClasses)
            throw new FigmentException(
                "The model takes one class at a time and cannot mix classes, so there is no gradual change from one class to "
                    + "another."
            );
        using DisposeScope scope = NewDisposeScope();
        Tensor one = latents.Values.narrow(0, index, 1),
            labels = tensor([.. classes.Select(label => (long)label)], device: one.device);
        Latents keyframes = new Latents(cat([.. classes.Select(_ => one)]), labels).InShares(model);
        return new Latents(keyframes.Values.MoveToOuterDisposeScope(), keyframes.Labels!.MoveToOuterDisposeScope());
    }

    private static void Check(Latents keyframes, int steps)
    {
        ArgumentNullException.ThrowIfNull(keyframes);
        List<string> problems = [];
        if (keyframes.Count < 2)
            problems.Add("A walk needs at least two points: where it begins and where it ends.");
        if (steps < 2)
            problems.Add("A walk from one point to another needs at least 2 steps.");
        if (problems.Count > 0)
            throw new OptionsException(problems);
    }

    private static Latents Walk(Latents keyframes, WalkPath path, IEnumerable<(int From, int To, double T)> points)
    {
        using DisposeScope scope = NewDisposeScope();
        (int From, int To, double T)[] all = [.. points];
        Tensor values = stack([
            .. all.Select(point =>
                Interpolation.Between(keyframes.Values[point.From], keyframes.Values[point.To], point.T, path)
            ),
        ]);
        Tensor? labels =
            keyframes.Labels is not { } given ? null
            : given.is_floating_point()
                ? stack([.. all.Select(point => Interpolation.Linear(given[point.From], given[point.To], point.T))])
            : given.index_select(
                0,
                tensor(all.Select(point => (long)(point.T < 0.5 ? point.From : point.To)).ToArray(), device: given.device)
            );
        return new Latents(values.MoveToOuterDisposeScope(), labels?.MoveToOuterDisposeScope());
    }
}
