using System.Globalization;
using Figment.Models.Images;
using Figment.Studio.Shelves;
using Microsoft.AspNetCore.Http;

namespace Figment.Studio.Hosting;

/// <summary>Code shared by the addresses that make something.</summary>
internal static class Addresses
{
    /// <summary>
    /// Sample options for one class (given by its number), for any of several classes (separated by commas), or for no
    /// class.
    /// </summary>
    internal static SampleOptions Options(long seed, string? label, double truncation)
    {
        int[] numbers =
        [
            .. (label ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(part =>
                    int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                        ? number
                        : throw new OptionsException([$"label must consist of class numbers, but {part} is not one."])
                ),
        ];
        return new SampleOptions
        {
            Seed = seed,
            Among = numbers.Length == 0 ? [] : [numbers],
            Truncation = truncation,
        };
    }

    /// <summary>A download whose content the library writes into a file.</summary>
    internal static IResult Download(string name, string type, Action<string> write)
    {
        string path = Path.Combine(Path.GetTempPath(), $"figment-{Path.GetRandomFileName()}{Path.GetExtension(name)}");
        try
        {
            write(path);
            FileStream made = new(path, FileMode.Open, FileAccess.Read, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
                File.Delete(path); // unlinked, so that it disappears however this ends
            return Results.File(made, type, name);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    internal static void Check(params IEnumerable<(string Name, int Value, int Least, int Most)> values)
    {
        string[] problems =
        [
            .. values
                .Where(value => value.Value < value.Least || value.Value > value.Most)
                .Select(value => $"{value.Name} must be between {value.Least} and {value.Most}."),
        ];
        if (problems.Length > 0)
            throw new OptionsException(problems);
    }

    /// <summary>For errors that a user can fix, returns a text instead of a stack trace.</summary>
    internal static async ValueTask<object?> Explain(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (OptionsException e)
        {
            return Results.Text(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (FigmentException e)
        {
            return Results.Text(e.Message, statusCode: StatusCodes.Status409Conflict);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }
}

/// <summary>A run by its name, and what is needed to use its model.</summary>
internal sealed record Asked(RunShelf Runs, ModelShelf Models, DataShelf Data, string Run, CancellationToken Cancellation);

/// <summary>Lets other requests run between the parts of long work.</summary>
internal sealed class Others(ModelShelf models) : IProgress<int>
{
    public void Report(int value) => models.LetOthers();
}
