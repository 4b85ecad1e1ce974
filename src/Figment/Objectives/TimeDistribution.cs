using System.ComponentModel;
using System.Text.Json.Serialization;
using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>
/// The distribution of the times t, on the path from noise to data, at which a flow is trained (P. Esser et al., "Scaling
/// Rectified Flow Transformers for High-Resolution Image Synthesis", 2024, section 3.1).
/// </summary>
[TypeConverter(typeof(OptionValueConverter<TimeDistribution>))]
[JsonConverter(typeof(OptionValueJson<TimeDistribution>))]
public sealed class TimeDistribution : IOptionValue<TimeDistribution>
{
    // Limits for uniform numbers, so that the quantiles stay finite; in float32, 1 − 1e-7 is below 1.
    private const double Edge = 1e-7;
    private readonly Func<Tensor, Tensor> quantile;

    private TimeDistribution(string name, Func<Tensor, Tensor> quantile)
    {
        Name = name;
        this.quantile = quantile;
    }

    /// <summary>t ~ U(0, 1): all times equally.</summary>
    public static TimeDistribution Uniform { get; } = new("uniform", u => u);

    /// <summary>
    /// logit(t) ~ N(0, 1): more values of t in the middle, where the velocity is hardest to predict, and fewer at both ends (P.
    /// Esser et al., "Scaling Rectified Flow Transformers for High-Resolution Image Synthesis", 2024, equation 19 with m = 0, s =
    /// 1).
    /// </summary>
    public static TimeDistribution LogitNormal { get; } = new("logitNormal", u => special.ndtri(u).sigmoid());

    /// <summary>All distributions.</summary>
    internal static IReadOnlyList<TimeDistribution> All { get; } = [Uniform, LogitNormal];

    /// <summary>The name in options, for instance <c>logitNormal</c>.</summary>
    public string Name { get; }

    /// <summary>Returns the time below which a share u of all draws lies.</summary>
    /// <param name="u">Of any shape, in (0, 1).</param>
    internal Tensor Quantile(Tensor u) => quantile(u);

    /// <summary>
    /// Draws one time from each of <paramref name="count"/> equally probable intervals, so that a batch covers all times and its
    /// loss varies less (after the low-discrepancy sampler of D. Kingma et al., "Variational Diffusion Models", 2021).
    /// </summary>
    /// <param name="count">The number of times, at least 1.</param>
    /// <param name="random">The source of random numbers, on the CPU.</param>
    /// <returns>[count], float32 in [0, 1], in ascending order, on the CPU.</returns>
    public Tensor Draw(int count, Draws random)
    {
        Tensor drawn = random.Stratified("times", count);
        return Quantile(Scalars.With(Edge, least => Scalars.With(1 - Edge, most => drawn.clamp_(least, most))));
    }

    /// <summary>Finds a distribution by its name, ignoring case; null if there is none.</summary>
    internal static TimeDistribution? Find(string name) =>
        All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    static IReadOnlyList<TimeDistribution> IOptionValue<TimeDistribution>.Proposed => All;

    static TimeDistribution IOptionValue<TimeDistribution>.Parse(string text) =>
        Find(text) ?? throw new OptionsException([$"the distribution of times must be one of {string.Join(", ", All)}"]);
}
