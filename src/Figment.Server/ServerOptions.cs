using System.ComponentModel.DataAnnotations;

namespace Figment.Server;

/// <summary>
/// Where a model is served, and limits on requests. On an address other than this machine's own (loopback), the server
/// answers everyone who can reach it.
/// </summary>
public sealed record ServerOptions : ListenOptions
{
    /// <summary>
    /// The maximum number of requests that may wait for the model, from 0 to 10,000; any further request is asked to come back
    /// later.
    /// </summary>
    [Range(0, 10_000, ErrorMessage = "The number of waiting requests must be between 0 and 10000; 64 is usual.")]
    public int MostWaiting { get; init; } = 64;

    /// <summary>
    /// Origins whose pages may read the responses (CORS), for example <c>https://example.org</c>; <c>*</c> means all. Cookies are
    /// never allowed.
    /// </summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (ValidationResult problem in base.Validate(validationContext))
            yield return problem;
        foreach (string origin in CorsOrigins.Where(origin => !ProxyRules.IsOrigin(origin)))
            yield return new ValidationResult(
                $"'{origin}' is not an origin of pages. Use only scheme and host, for example https://example.org, "
                    + $"or * for all."
            );
    }

    /// <summary>The time limit of a request in seconds, from 1 to 3,600.</summary>
    [Range(1, 3600, ErrorMessage = "The time limit of a request must be between 1 and 3600 seconds; 60 is usual.")]
    public int TimeoutSeconds { get; init; } = 60;
}
