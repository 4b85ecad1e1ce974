using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>
/// The straight path from noise x_0 ~ N(0, I) to data x_1, and the velocity along it, which a network learns to predict from x_t
/// and t alone (Y. Lipman et al., "Flow Matching for Generative Modeling", 2022, equations 22 and 23 with σ_min = 0; X. Liu et
/// al., "Flow Straight and Fast: Learning to Generate and Transfer Data with Rectified Flow", 2022, equation 1).
/// </summary>
public static class RectifiedFlow
{
    /// <summary>Computes x_t = (1 − t) x_0 + t x_1: noise at t = 0, data at t = 1.</summary>
    /// <param name="noise">x_0, [B, …].</param>
    /// <param name="data">x_1, in the shape of x_0.</param>
    /// <param name="t">[B], in [0, 1].</param>
    /// <returns>[B, …].</returns>
    public static Tensor At(Tensor noise, Tensor data, Tensor t) => lerp(noise, data, PerImage(t, noise));

    /// <summary>Computes dx_t/dt = x_1 − x_0, which is the same at every t.</summary>
    /// <param name="noise">x_0, [B, …].</param>
    /// <param name="data">x_1, in the shape of x_0.</param>
    /// <returns>[B, …].</returns>
    public static Tensor Velocity(Tensor noise, Tensor data) => data - noise;

    /// <summary>Computes E‖v(x_t, t) − (x_1 − x_0)‖², the mean over images and pixels (Liu et al., equation 1).</summary>
    /// <param name="velocity">v(x_t, t), [B, …].</param>
    /// <param name="noise">x_0, in the shape of v.</param>
    /// <param name="data">x_1, in the shape of v.</param>
    /// <returns>A scalar tensor.</returns>
    public static Tensor Loss(Tensor velocity, Tensor noise, Tensor data) => (velocity - Velocity(noise, data)).Squared().mean();

    /// <summary>
    /// Computes t / (t + s (1 − t)). If s is above 1, this shifts times towards noise. The more pixels an image has, the more
    /// noise it remains recognisable through, so the content of larger images is decided earlier (P. Esser et al., "Scaling
    /// Rectified Flow Transformers for High-Resolution Image Synthesis", 2024, equation 23, in which t is counted from the data).
    /// </summary>
    /// <param name="t">The time, in [0, 1].</param>
    /// <param name="shift">The shift s, above 0; 1 leaves times unchanged.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not above 0.</exception>
    public static double Shift(double t, double shift)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shift);
        return shift == 1 ? t : t / (t + (shift * (1 - t)));
    }

    /// <inheritdoc cref="Shift(double, double)"/>
    public static Tensor Shift(Tensor t, double shift)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shift);
        if (shift == 1)
            return t;
        Tensor toGo = t.neg().Plus(Scalars.One);
        return t / t.Plus(toGo.Times(shift));
    }

    private static Tensor PerImage(Tensor t, Tensor images) => t.view([-1, .. Enumerable.Repeat(1L, (int)images.dim() - 1)]);
}
