using System.ComponentModel.DataAnnotations;

namespace Figment.Server;

/// <summary>
/// Where a model is served and how much is taken on at once. Beyond this machine's own address everybody who reaches it is
/// answered.
/// </summary>
public sealed record ServerOptions : ListenOptions
{
    /// <summary>Requests that wait for the model while it computes; more are told to come back. 0 to 10,000.</summary>
    [Range(0, 10_000, ErrorMessage = "Between 0 and 10000 requests can wait; 64 is usual.")]
    public int MostWaiting { get; init; } = 64;

    /// <summary>
    /// Origins whose pages may read the answers (CORS), for instance <c>https://example.org</c>; <c>*</c> is all. Never with
    /// cookies.
    /// </summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult problem in base.Validate(validationContext))
            yield return problem;
        foreach (string origin in CorsOrigins.Where(origin => !ProxyRules.IsOrigin(origin)))
            yield return new ValidationResult(
                $"'{origin}' is no origin of pages. Give scheme and host alone, for instance https://example.org, or * for all."
            );
    }

    /// <summary>Seconds after which a request is given up. 1 to 3,600.</summary>
    [Range(1, 3600, ErrorMessage = "A request is given up after 1 to 3600 seconds; 60 is usual.")]
    public int TimeoutSeconds { get; init; } = 60;
}
