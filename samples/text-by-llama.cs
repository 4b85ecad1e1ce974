#:package LLamaSharp
#:package LLamaSharp.Backend.Cpu

// Continues a text with a model from 'figment export --format gguf'. It needs LLamaSharp, which is llama.cpp for .NET, but
// neither Figment nor libtorch.
//
//   dotnet run samples/text-by-llama.cs -- model.gguf ["HOW IT BEGINS" [TOKENS [SEED]]]

using System.Globalization;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Native;
using LLama.Sampling;

int tokens = 100,
    seed = 0;
if (
    args.Length is < 1 or > 4
    || !File.Exists(args[0])
    || (args.Length > 2 && !(int.TryParse(args[2], out tokens) && tokens > 0))
    || (args.Length > 3 && !(int.TryParse(args[3], out seed) && seed >= 0))
)
{
    Console.Error.WriteLine("Name a GGUF file, the beginning of the text, and the number of tokens:");
    Console.Error.WriteLine("dotnet run samples/text-by-llama.cs -- model.gguf [\"HOW IT BEGINS\" [TOKENS [SEED]]]");
    return 2;
}

// Only this log says why llama.cpp cannot load a file. It must be set before anything else.
string said = "";
NativeLibraryConfig.All.WithLogCallback((level, message) => said = level == LLamaLogLevel.Error ? said + message : said);

try
{
    var options = new ModelParams(args[0]) { GpuLayerCount = 0 };
    using LLamaWeights model = LLamaWeights.LoadFromFile(options);
    string architecture = model.Metadata["general.architecture"];
    uint context = uint.Parse(model.Metadata[$"{architecture}.context_length"], CultureInfo.InvariantCulture);
    options.ContextSize = context;

    // The model has no positions beyond its context, so prompt and answer together must fit.
    string prompt = args.Length > 1 ? args[1] : "";
    var executor = new StatelessExecutor(model, options);
    int room = (int)context - model.Tokenize(prompt, true, true, System.Text.Encoding.UTF8).Length;
    if (room < 1)
    {
        Console.Error.WriteLine($"The prompt has more tokens than the model's context of {context}. Shorten it.");
        return 1;
    }

    using var sampling = new DefaultSamplingPipeline
    {
        Temperature = 0.8f,
        TopK = 0,
        TopP = 1,
        MinP = 0,
        RepeatPenalty = 1,
        Seed = (uint)seed,
    };
    var how = new InferenceParams { MaxTokens = Math.Min(tokens, room), SamplingPipeline = sampling };
    Console.Write(prompt);
    await foreach (string piece in executor.InferAsync(prompt, how))
        Console.Write(piece);
    Console.WriteLine();
    return 0;
}
catch (LoadWeightsFailedException)
{
    Console.Error.WriteLine($"{args[0]} is not a model that llama.cpp can load. {said.Trim()}");
    return 1;
}
